"""All products, and the mistakes that files of the catalogue can have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from voicebot.config import invalid, read_yaml
from voicebot.dialogue.catalogue.product import Product

Catalogue = Mapping[str, Product]


def load_catalogue(folder: Path) -> dict[str, Product]:
    """The products by code, in the order of the files; ConfigError names the line and the mend."""
    products = {}
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path)
        try:
            products[path.stem] = Product(code=path.stem, **document)
        except ValidationError as error:
            raise invalid(path, document, error) from error
    return products
