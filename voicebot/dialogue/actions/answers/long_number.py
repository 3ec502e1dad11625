"""A number of many digits: spoken in parts, read back in parts, and it counts after a yes."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.digit_parts import DigitParts
from voicebot.dialogue.language.digits import SPOKEN
from voicebot.dialogue.language.numbers import read_integer

# Fewer digits are an amount, a time or a choice, unless the number is asked for.
UNASKED = re.compile(rf"(?:[两三四五]个|[{SPOKEN}0-9]){{8,}}")


class LongNumberAnswer(Answer, ABC):
    """`slot` names the answer's responses."""

    slot: str

    @abstractmethod
    def length(self, context: Context) -> int:
        """How many digits it has."""

    def ask(self, response: str, context: Context) -> list[Reply]:
        if context.number:
            return [self.read_back(context)]
        return self.ask_first(response, context)

    def ask_first(self, response: str, context: Context) -> list[Reply]:
        """The question, while nothing was heard yet."""
        return [Reply(response)]

    def hear_number(self, text: str, context: Context) -> Heard | None:
        """The digits after `text`: the first, some more, or a part of them mended."""
        known = context.number or str(context.values.get(self.slot, ""))
        if not known and context.question != self.slot:
            unasked = UNASKED.search(text)
            text = unasked[0] if unasked else ""
        number = DigitParts(known, self.length(context)).heard(text)
        return Heard(number=number.digits) if number and number.digits != known else None

    def is_whole(self, context: Context) -> bool:
        """Whether no digit is missing."""
        return len(context.number) >= self.length(context)

    def read_back(self, context: Context) -> Reply:
        """What was heard: for a yes if it is whole, else for the rest of it."""
        number = DigitParts(context.number, self.length(context))
        read = {"number": number.read()}
        if self.is_whole(context):
            return Reply(f"utter_check_{self.slot}", read)
        return Reply(f"utter_{self.slot}_goes_on", read | {"missing": read_integer(number.missing)})

    def which_part(self) -> Reply:
        """The caller said no to the read-back."""
        return Reply(f"utter_which_part_of_{self.slot}")
