"""How the fields of a product are answered, a class for each kind; days and times elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.bank import addresses
from voicebot.dialogue.actions.answers.answer import Context, Heard
from voicebot.dialogue.actions.answers.field import FieldAnswer
from voicebot.dialogue.actions.answers.field_times import DayFieldAnswer, TimeFieldAnswer
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.catalogue.catalogue import Catalogue
from voicebot.dialogue.catalogue.product import Count, Name, Option, Product
from voicebot.dialogue.language.denied import without_denied
from voicebot.dialogue.language.figures import read_count
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.numbers import NUMBER_SIGNS, parse_integer
from voicebot.dialogue.language.yes_no import hear_yes_no

NUMBER = f"[{''.join(NUMBER_SIGNS)}0-9]+"
# A bare number is a count where one is asked for, unless it is a day, a time or money.
NOT_A_COUNT = "(?![月号日点年块元毛])"
# 送到家, 我店: the first character of a label is enough behind one of these.
SHORT_ADDRESS = re.compile("(?:送到|到|我|自己|送)([\u4e00-\u9fff])")
# A caller's own words are known by what stands before them (写一路平安, 是王芳): 人工 is none.
OWN_WORDS = re.compile("^(?:就|给我|上面)?(?:写上|写|叫|是|改成)([\u4e00-\u9fff]{2,12})$")


class ChoiceAnswer(FieldAnswer):
    """One of the options, by the sound of its names. Value: the option's name."""

    def __init__(self, product: Product, name: str, options: dict[str, Option]) -> None:
        super().__init__(product, name)
        self._options = options

    def hear(self, text: str, context: Context) -> Heard | None:
        named = {name: option for option in self._options for name in self._names(option)}
        # 不用 is an answer to this question; at the read-back it is a no.
        names = [name for name in named if self._asked(context) or hear_yes_no(name) is None]
        matches = without_denied(text, find_names(text, names, context.accent))
        longest = max(matches, key=lambda match: (match.score, len(match.candidate)), default=None)
        return Heard(named[longest.candidate]) if longest else None

    def options(self, context: Context) -> Sequence[str]:
        return list(self._options)

    def phrases(self, context: Context) -> list[str]:
        return [name for option in self._options for name in self._names(option)]

    def _names(self, option: str) -> tuple[str, ...]:
        return (option, *self._options[option].also)


class CountAnswer(FieldAnswer):
    """How many. Value: the number."""

    def __init__(self, product: Product, name: str, count: Count) -> None:
        super().__init__(product, name)
        self._count = count
        units = "|".join(sorted((count.unit, *count.also), key=len, reverse=True))
        self._spoken = re.compile(f"({NUMBER})(?:个?(?:{units}))")
        self._bare = re.compile(f"({NUMBER}){NOT_A_COUNT}")

    def hear(self, text: str, context: Context) -> Heard | None:
        said = self._spoken.search(text)
        if said is None and self._asked(context):
            said = self._bare.search(text)
        number = parse_integer(said[1]) if said else None
        return self._allowed(number, context) if number else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return self._allowed(int(keys), context) if keys else None

    def phrases(self, context: Context) -> list[str]:
        numbers = range(self._count.least, self._count.most + 1)
        return [self.read(str(number), context) for number in numbers]

    def read(self, value: str, context: Context) -> str:
        return f"{read_count(int(value))}{self._count.unit}"

    def _allowed(self, number: int, context: Context) -> Heard:
        if self._count.least <= number <= self._count.most:
            return Heard(number)
        least, most = (self.read(str(n), context) for n in (self._count.least, self._count.most))
        told = Reply("utter_count_refused", {"least": least, "most": most})
        raise Refusal(told, ask_again=self._slot)


class AddressAnswer(FieldAnswer):
    """One of the customer's saved addresses, by its label (家里, 店里). Value: its id."""

    def ask(self, response: str, context: Context) -> list[Reply]:
        if not addresses.saved(context.db, context.customer_id or 0):
            raise Refusal(Reply("utter_no_address"))
        return super().ask(response, context)

    def hear(self, text: str, context: Context) -> Heard | None:
        saved = addresses.saved(context.db, context.customer_id or 0)
        labelled = {one.label: one.id for one in saved}
        matches = find_names(text, list(labelled), context.accent)
        if matches:
            return Heard(labelled[matches[0].candidate])
        short = {one.label[0]: one.id for one in saved}
        # 送 of 送两碗拉面到家 is no place.
        named = [short[sign] for sign in SHORT_ADDRESS.findall(text) if sign in short]
        return Heard(named[0]) if named else None

    def options(self, context: Context) -> Sequence[int]:
        return [one.id for one in addresses.saved(context.db, context.customer_id or 0)]

    def phrases(self, context: Context) -> list[str]:
        labels = [one.label for one in addresses.saved(context.db, context.customer_id or 0)]
        return [phrase for label in labels for phrase in (label, f"送到{label}", f"到{label}")]

    def read(self, value: str, context: Context) -> str:
        address = addresses.by_id(context.db, int(value))
        return f"{address.label}，{address.text}"


class NameAnswer(FieldAnswer):
    """A name or a few words of the caller's own. Value: as it was heard."""

    def __init__(self, product: Product, name: str, given: Name) -> None:
        super().__init__(product, name)
        self._options = list(given.options)

    def hear(self, text: str, context: Context) -> Heard | None:
        matches = find_names(text, self._options, context.accent)
        if matches:
            return Heard(matches[0].candidate)
        own = OWN_WORDS.search(text) if self._asked(context) else None
        return Heard(own[1]) if own else None

    def options(self, context: Context) -> Sequence[str]:
        return self._options

    def phrases(self, context: Context) -> list[str]:
        return self._options


def field_answers(catalogue: Catalogue) -> dict[str, FieldAnswer]:
    """The answer to every field of every product, by slot."""
    return {
        product.slot(name): _answer(product, name)
        for product in catalogue.values()
        for name in product.fields
    }


def _answer(product: Product, name: str) -> FieldAnswer:
    field = product.fields[name]
    if field.options:
        return ChoiceAnswer(product, name, field.options)
    if field.count:
        return CountAnswer(product, name, field.count)
    if field.day:
        return DayFieldAnswer(product, name, field.day)
    if field.time:
        return TimeFieldAnswer(product, name, field.time)
    if field.name:
        return NameAnswer(product, name, field.name)
    return AddressAnswer(product, name)
