"""Whose bill."""

from __future__ import annotations

from collections.abc import Sequence

from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.denied import without_denied
from voicebot.dialogue.language.names import find_names


class BillerAnswer(Answer):
    """A biller of billers.yml, recognised by the sound of its words. Value: its key."""

    one_each = True

    def hear(self, text: str, context: Context) -> Heard | None:
        keys = {word: kind.key for kind in context.billers.values() for word in kind.words}
        matches = without_denied(text, find_names(text, list(keys), context.accent))
        # Of two that sound equally sure (有线电视费 has 电视费 in it) the longer says more.
        best = max(matches, key=lambda match: (match.score, len(match.candidate)), default=None)
        return Heard(keys[best.candidate]) if best else None

    def phrases(self, context: Context) -> list[str]:
        words = [word for kind in context.billers.values() for word in (kind.name, *kind.words)]
        return [frame.format(word) for word in words for frame in ("{}", "交{}", "查{}")]

    def options(self, context: Context) -> Sequence[str]:
        return list(context.billers)

    def called(self, value: str, context: Context) -> str:
        return context.billers[value].name

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": context.billers[value].name, "key": key})
