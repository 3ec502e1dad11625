"""What `voicebot check` says of the catalogue, beyond what its loader refuses."""

from __future__ import annotations

from collections.abc import Iterator

from voicebot.config import Settings, line_of, read_yaml
from voicebot.dialogue.catalogue.catalogue import Catalogue, load_catalogue
from voicebot.dialogue.catalogue.product import Product
from voicebot.dialogue.language.sounds import syllables
from voicebot.operations.check_places import config_line
from voicebot.word_lists import NOT_SPOKEN, problem_of_words

# Where in the file: fields, kind, ask.
Place = tuple[str, ...]


def catalogue_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file, the line and the mend."""
    folder = settings.nlu_data / "catalogue"
    catalogue = load_catalogue(folder)
    for product in catalogue.values():
        path = folder / f"{product.code}.yml"
        document = read_yaml(path)
        for place, problem in (*_faults(product), *_taken_names(product, catalogue)):
            yield f"{path}:{line_of(document, place)}: {problem}"
    yield from _strange_merchants(settings, catalogue)


def _faults(product: Product) -> Iterator[tuple[Place, str]]:
    if _costs_nothing(product):
        yield ("price",), "it costs nothing; write price: {yuan: 30}, or yuan: at its options"
    for name, field in product.fields.items():
        place = ("fields", name)
        if "？" not in field.ask:
            yield (*place, "ask"), f"{name}: ask is no question; end it with ？"
        for said in ("ask", "say"):
            if NOT_SPOKEN.search(text := getattr(field, said)):
                yield (*place, said), f"“{text}” has letters or digits; write it as it is spoken"
        for option, one in (field.options or {}).items():
            if problem := problem_of_words([option, *one.also]):
                yield (*place, "options", option), f"{name}: the option {option} {problem}"
    if problem := problem_of_words(product.names):
        yield ("name",), f"its name {problem}"


def _taken_names(product: Product, catalogue: Catalogue) -> Iterator[tuple[Place, str]]:
    """Names that sound like those of a product whose file stands before."""
    for other in catalogue.values():
        if other is product:
            return
        taken = {syllables(name) for name in other.names}
        for name in product.names:
            if syllables(name) in taken:
                place = ("name",) if name == product.name else ("also",)
                yield place, f"“{name}” sounds like a name in {other.code}.yml; keep one of them"


def _strange_merchants(settings: Settings, catalogue: Catalogue) -> Iterator[str]:
    """Addresses in config.yaml of merchants that deliver nothing."""
    known = sorted({product.merchant for product in catalogue.values()})
    for name in settings.merchants:
        if name not in known:
            where = config_line(settings, "merchants", name)
            yield f"{where}: merchants: {name} is none of {', '.join(known)}; correct the name"


def _costs_nothing(product: Product) -> bool:
    price = product.price
    options = [one for field in product.fields.values() for one in (field.options or {}).values()]
    added = any(one.yuan for one in options)
    return not (added or price.yuan or price.weekend_yuan or price.once_yuan)
