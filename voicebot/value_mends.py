"""What to write instead of a value that a setting cannot have, in plain words."""

from __future__ import annotations

from typing import Any

NUMBER, WHOLE = "write a number, like 128", "write a whole number, like 4"
# The beginning of a finding's type → what to write.
MENDS = {
    "type_error.decimal": NUMBER,
    "value_error.decimal": NUMBER,
    "type_error.float": NUMBER,
    "type_error.integer": WHOLE,
    "type_error.bool": "write true or false",
    "type_error.str": "write words",
    "type_error.none": "is empty; write something behind the colon",
    "type_error.list": "write them in [ ]",
    "type_error.tuple": "write them in [ ]",
    "type_error.dict": "write lines like name: value under it",
    "value_error.time": 'write a time like "09:00"',
    "value_error.date": "write a day like 2026-11-23",
    "value_error.str.regex": "write small letters and _ only",
    "value_error.url": "write it like http://10.1.0.7:8080",
}


def mend_of(error: Any) -> str:
    """The setting, what is wrong, and the mend; `error` is one of pydantic's `errors()`."""
    parts = [str(part) for part in error["loc"] if part != "__root__"]
    name, kind = ".".join(parts), error["type"]
    if kind == "value_error.missing":
        return f"'{name}' is missing; add it"
    if kind == "value_error.extra":
        if ":" in parts[-1]:
            return f"'{parts[-1]}': no space behind the colon; write one"
        return f"'{name}' is not a setting; correct its spelling or remove the line"
    return f"'{name}': {_told(kind, error['msg'])}"


def _told(kind: str, message: str) -> str:
    plain = [mend for beginning, mend in MENDS.items() if kind.startswith(beginning)]
    return plain[0] if plain else message
