"""The faults that a counterparty can be asked to have.

slow       does it, and answers too late
lost       does it, and the answer never arrives: the connection is closed
duplicate  does it, and says that it knows the reference already (a proxy sent it twice)
refused    does not do it, and says so
down       does not do it, and answers 503
"""

from __future__ import annotations

from typing import Literal, cast, get_args

Fault = Literal["slow", "lost", "duplicate", "refused", "down"]
FAULTS: tuple[Fault, ...] = get_args(Fault)

# A contract whose number ends so has the fault whenever it is paid.
FAULTY_TAILS: dict[str, Fault] = {f"900{n}": fault for n, fault in enumerate(FAULTS, 1)}


class Faults:
    """What is to go wrong next, by counterparty and by what it is asked (payments, contracts …)."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, str], list[Fault]] = {}

    def order(self, name: str, what: str, fault: str, times: int) -> None:
        """The next `times` requests have this fault; ValueError if there is no such fault."""
        if fault not in FAULTS:
            raise ValueError(f"fault is one of {', '.join(FAULTS)}")
        self._next[name, what] = [cast(Fault, fault)] * times

    def take(self, name: str, what: str, number: str = "") -> Fault | None:
        """The fault that this request is to have."""
        ordered = self._next.get((name, what))
        return ordered.pop() if ordered else FAULTY_TAILS.get(number[-4:])
