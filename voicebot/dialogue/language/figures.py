"""Figures of `nlu_data/figures/` as they are spoken: {percent: 1.15} → 百分之一点一五."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from voicebot.dialogue.language.digits import read_digits
from voicebot.dialogue.language.money import FEN_PER_YUAN, read_money
from voicebot.dialogue.language.numbers import DIGITS, read_integer


def read_percent(percent: str) -> str:
    """A rate: "0.05" → 百分之零点零五."""
    whole, _, fraction = str(Decimal(percent)).partition(".")
    decimals = "点" + "".join(DIGITS[int(digit)] for digit in fraction) if fraction else ""
    return f"百分之{read_integer(int(whole))}{decimals}"


def read_count(number: int) -> str:
    """A number before a measure word: 两天, 十二天."""
    return "两" if number == 2 else read_integer(number)


def _read_yuan(yuan: str) -> str:
    return read_money(int(Decimal(yuan) * FEN_PER_YUAN)).removesuffix("整")


UNITS: dict[str, Callable[[str], str]] = {
    "percent": read_percent,
    "yuan": _read_yuan,
    "number": lambda value: read_integer(int(value)),
    "times": lambda value: f"{read_count(int(value))}次",
    "days": lambda value: f"{read_count(int(value))}天",
    "working_days": lambda value: f"{read_count(int(value))}个工作日",
    "day_of_month": lambda value: f"{read_integer(int(value))}号",
    "hours": lambda value: f"{read_count(int(value))}小时",
    "digits": read_digits,
}


def read_figure(unit: str, value: str) -> str:
    """The figure in spoken Chinese; KeyError for a unit not in UNITS, ValueError for no number."""
    try:
        return UNITS[unit](value)
    except ArithmeticError as error:
        raise ValueError(f"{value} is no number") from error
