"""A value found in what a caller said, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Found(Generic[Value]):
    """`text` is characters `start` to `end` of the sentence; `value` is what it means.

    `unit_spoken` is False for a bare number (转五百), which is money only where money is expected.
    """

    start: int
    end: int
    text: str
    value: Value
    unit_spoken: bool = True
