"""Which mobile number."""

from __future__ import annotations

import re

from voicebot.bank import bills
from voicebot.bank.errors import UnknownBill
from voicebot.dialogue.actions.answers.answer import Context, Heard
from voicebot.dialogue.actions.answers.long_number import LongNumberAnswer
from voicebot.dialogue.language.digits import SPOKEN


class PhoneAnswer(LongNumberAnswer):
    """A mobile number of eleven digits. Value: the digits."""

    slot = "phone"
    OWN = re.compile(
        "我手机|本机|登记的|来电显示"
        "|(?:我|自己|自个儿|我自己|我自个儿)的?(?:手机|电话|号)|(?:这个?|打电话的)(?:手机|电话|号)|给我?(?:自己|自个儿)"
    )
    # 我的号是幺三九… names a number of its own.
    DIGITS = re.compile(rf"[{SPOKEN}0-9]{{3}}")

    def length(self, context: Context) -> int:
        return bills.PHONE_DIGITS

    def hear(self, text: str, context: Context) -> Heard | None:
        if self.OWN.search(text) and context.phone and not self.DIGITS.search(text):
            return Heard(context.phone)
        return self.hear_number(text, context)

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return self._number(keys)

    def own(self, context: Context) -> str | None:
        return context.phone or None

    def _number(self, digits: str) -> Heard:
        try:
            bills.mobile_operator(digits)
        except UnknownBill:
            return Heard(problem="utter_phone_unclear")
        return Heard(digits)
