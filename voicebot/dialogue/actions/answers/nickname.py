"""What a contract is to be remembered as, if at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.yes_no import hear_yes_no

SLOT = "nickname"
OFFERED = ("自己家", "爸妈家")
NOT_SAVED = ""
# A name is known by what stands before it (叫老屋) or by how it ends (妈妈家): 人工 is none.
CALLED = re.compile(
    "(?:记成|记为|叫做|就叫|名字叫|名字是|叫)([\u4e00-\u9fff]{2,6}?)(?:吧|就行|好了)?$"
)
PLACE = re.compile("([\u4e00-\u9fff]{1,4}(?:家|店|店里|屋|房|房子|单位|公司|宿舍|办公室))$")
BEFORE = re.compile("^(?:要|好的?|是的?|记住|记下|记)+")


class NicknameAnswer(Answer):
    """A name in the caller's own words. Value: the name, NOT_SAVED if it is not wanted."""

    def hear(self, text: str, context: Context) -> Heard | None:
        if context.question != SLOT:
            return None
        yes = hear_yes_no(text)
        if yes is False or re.search("不用|不要|别记|不记", text):
            return Heard(NOT_SAVED)
        if yes:
            return Heard(problem="utter_say_nickname")
        called = CALLED.search(text) or PLACE.search(BEFORE.sub("", text))
        return Heard(called[1]) if called else None

    def options(self, context: Context) -> Sequence[str]:
        return (*OFFERED, NOT_SAVED)

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": value or "不用记", "key": key})

    def phrases(self, context: Context) -> list[str]:
        names = (*OFFERED, "妈妈家", "爸爸家", "奶奶家", "姐姐家", "店里", "老家", "单位", "宿舍")
        return [frame.format(name) for name in names for frame in ("{}", "记成{}", "叫{}")]
