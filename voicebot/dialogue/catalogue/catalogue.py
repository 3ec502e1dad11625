"""All products, and the mistakes that files of the catalogue can have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from voicebot.config import ConfigError, invalid, read_yaml
from voicebot.dialogue.catalogue.product import Product

# Its merchant has such a name too, and what is asked for it: car_wash.size.
CODE = re.compile("[a-z][a-z_]+")

Catalogue = Mapping[str, Product]


def load_catalogue(folder: Path) -> dict[str, Product]:
    """The products by code, in the order of the files; ConfigError names the line and the mend."""
    products = {}
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path)
        if not CODE.fullmatch(path.stem):
            told = "the file name is for programs; write small letters and _ only: car_wash.yml"
            raise ConfigError(path, 1, told)
        try:
            products[path.stem] = Product.parse_obj({"code": path.stem, **document})
        except ValidationError as error:
            raise invalid(path, document, error) from error
    return products
