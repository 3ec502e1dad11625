"""What `voicebot check` says of the catalogue, beyond what its loader refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voicebot.config import Settings
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.catalogue.product import Product
from voicebot.dialogue.language.sounds import syllables

NOT_SPOKEN = re.compile("[A-Za-z0-9]")
SHORTEST_NAME = 2


def catalogue_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file and the mend."""
    folder = settings.nlu_data / "catalogue"
    named: dict[object, str] = {}
    for product in load_catalogue(folder).values():
        where = f"{folder / product.code}.yml"
        yield from (f"{where}: {problem}" for problem in _faults(product))
        for name in product.names:
            other = named.setdefault(syllables(name), product.code)
            if other != product.code:
                yield f"{where}: “{name}” sounds like a name in {other}.yml; keep one of them"


def _faults(product: Product) -> Iterator[str]:
    if _costs_nothing(product):
        yield "it costs nothing; write price: {yuan: 30}, or yuan: at its options"
    spoken = [*product.names]
    for name, field in product.fields.items():
        if "？" not in field.ask:
            yield f"{name}: ask is no question; end it with ？"
        spoken += [field.ask, field.say]
        options = field.options or {}
        heard = [said for option, one in options.items() for said in (option, *one.also)]
        spoken += heard
        for said in heard:
            if len(said) < SHORTEST_NAME:
                yield f"{name}: “{said}” is too short to be heard; write {SHORTEST_NAME} characters"
    for said in spoken:
        if NOT_SPOKEN.search(said):
            yield f"“{said}” has letters or digits; write it as it is spoken"
    for said in product.names:
        if len(said) < SHORTEST_NAME:
            yield f"“{said}” is too short to be heard; write {SHORTEST_NAME} characters"


def _costs_nothing(product: Product) -> bool:
    price = product.price
    options = [one for field in product.fields.values() for one in (field.options or {}).values()]
    added = any(one.yuan for one in options)
    return not (added or price.yuan or price.weekend_yuan or price.once_yuan)
