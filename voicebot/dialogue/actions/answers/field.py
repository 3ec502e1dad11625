"""What the answers to all fields of a product have: the slot, and the question in its words."""

from __future__ import annotations

from voicebot.dialogue.actions.answers.answer import Answer, Context
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.catalogue.product import Product


class FieldAnswer(Answer):
    """Made for the field `name` of the product."""

    def __init__(self, product: Product, name: str) -> None:
        self._product = product
        self._field = product.fields[name]
        self._slot = product.slot(name)

    def ask(self, response: str, context: Context) -> list[Reply]:
        return [Reply(response, {"question": self._field.ask})]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": self.read(value, context), "key": key})

    def read(self, value: str, context: Context) -> str:
        """The value as it is spoken."""
        return value

    def _asked(self, context: Context) -> bool:
        return context.question == self._slot
