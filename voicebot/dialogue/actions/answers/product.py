"""What is ordered: a product of the catalogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.dates import find_times
from voicebot.dialogue.language.denied import without_denied
from voicebot.dialogue.language.names import find_names

# In the middle of an order a product's name may be part of an answer, unless the words order it.
ORDERS = re.compile("订|买|换成|改成|不要|不是")
# An option alone names its product too (来一碗牛肉面), unless its name is so short by accident.
SHORTEST_OPTION = 2


class ProductAnswer(Answer):
    """A product, by its names, else by one of its options. Value: its code."""

    one_each = True

    def hear(self, text: str, context: Context) -> Heard | None:
        ordered = context.values.get("product")
        if ordered and context.question.startswith(f"{ordered}.") and not ORDERS.search(text):
            return None
        names = {name: one.code for one in context.catalogue.values() for name in one.names}
        # 九点 sounds like 酒店: a time is a product only where nothing else is.
        words = _without_times(text)
        if ordered:
            return self._named(words, names, context)
        return (
            self._named(words, names, context)
            or self._named(words, self._options(context), context)
            or self._named(text, names, context)
        )

    def options(self, context: Context) -> Sequence[str]:
        return list(context.catalogue)

    def phrases(self, context: Context) -> list[str]:
        return [name for product in context.catalogue.values() for name in product.names]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": context.catalogue[value].name, "key": key})

    def called(self, value: str, context: Context) -> str:
        return context.catalogue[value].name

    def _named(self, text: str, names: dict[str, str], context: Context) -> Heard | None:
        matches = without_denied(text, find_names(text, list(names), context.accent))
        longest = max(matches, key=lambda match: (match.score, len(match.candidate)), default=None)
        return Heard(names[longest.candidate]) if longest else None

    def _options(self, context: Context) -> dict[str, str]:
        """The options that only one product has."""
        named = [
            (name, product.code)
            for product in context.catalogue.values()
            for field in product.fields.values()
            for option, one in (field.options or {}).items()
            for name in (option, *one.also)
            if len(name) >= SHORTEST_OPTION
        ]
        products = Counter(name for name, _ in set(named))
        return {name: code for name, code in named if products[name] == 1}


def _without_times(text: str) -> str:
    for found in reversed(find_times(text)):
        text = text[: found.start] + "，" + text[found.end :]
    return text
