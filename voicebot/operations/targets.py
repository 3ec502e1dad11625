"""What was measured against what is wanted: the one place that says "met" or "NOT MET"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Target:
    """A figure is to be at most (≤) or at least (≥) this; `unit` is written behind both."""

    bound: Literal["≤", "≥"]
    wanted: float
    unit: str = ""

    def is_met(self, measured: float | None) -> bool:
        """What could not be measured meets nothing."""
        if measured is None:
            return False
        return measured <= self.wanted if self.bound == "≤" else measured >= self.wanted

    def verdict(self, measured: float | None) -> str:
        """wanted ≤ 150 ms   met"""
        met = "met" if self.is_met(measured) else "NOT MET"
        return f"wanted {self.bound} {self.wanted:g}{self.unit}   {met}"

    def line(self, measured: float | None) -> str:
        """130 ms   wanted ≤ 150 ms   met"""
        figure = "nothing" if measured is None else f"{measured:.4g}{self.unit}"
        return f"{figure:<10} {self.verdict(measured)}"


def at_most(wanted: float, unit: str = "") -> Target:
    """It is met by this and by whatever is less."""
    return Target("≤", wanted, unit)


def at_least(wanted: float, unit: str = "") -> Target:
    """It is met by this and by whatever is more."""
    return Target("≥", wanted, unit)
