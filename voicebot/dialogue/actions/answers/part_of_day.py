"""In which part of the day: nobody is asked, but who says 下午 hears the times of the afternoon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.parts_of_day import NAMES, find_part_of_day, is_in

SLOT = "part_of_day"
FRAMES = ("{}", "{}的", "{}吧", "{}有吗", "{}都有几点")


class PartOfDayAnswer(Answer):
    """Asked for with the time. Value: 上午, 中午, 下午, 晚上, or "" for any."""

    def hear(self, text: str, context: Context) -> Heard | None:
        part = find_part_of_day(text)
        return Heard(part) if part else None

    def assume(self, context: Context) -> str:
        return ""

    def phrases(self, context: Context) -> list[str]:
        return [frame.format(name) for name in NAMES for frame in FRAMES]


def wanted(times: Sequence[time], context: Context) -> list[time]:
    """The times of the part of the day that the caller wants; all, if there are none in it."""
    part = context.values.get(SLOT)
    return [one for one in times if part and is_in(part, one)] or list(times)


def none_left(times: Sequence[time], context: Context) -> list[Reply]:
    """What is told before other times are offered; nothing if there are times as wanted."""
    part = context.values.get(SLOT)
    if not part or any(is_in(part, one) for one in times):
        return []
    return [Reply("utter_part_of_day_taken", {"part": part})]
