"""What the sandbox's billers and merchants know: contracts, what was done, and the statements."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voicebot.bank.connectors.answers import Done, Refused
from voicebot.bank.connectors.billers import UNKNOWN_NUMBER

STATEMENT_FIELDS = ("counterparty", "reference", "amount_fen", "at")


@dataclass
class Contract:
    """A bill; a payment makes `due_fen` smaller, and below nothing it is credit."""

    address: str
    due_fen: int


class Books:
    """All counterparties of one sandbox. What was done or refused stays so for its reference."""

    def __init__(self, statements: Path, now: Callable[[], datetime] = datetime.now) -> None:
        self._statements = statements
        self._now = now
        self._contracts: dict[tuple[str, str], Contract] = {}
        self._outcomes: dict[tuple[str, str, str], Done | Refused] = {}

    def set_contract(self, name: str, number: str, contract: Contract) -> None:
        """The counterparty has this contract from now on."""
        self._contracts[name, number] = contract

    def contract(self, name: str, number: str) -> Contract | None:
        """The contract, if the counterparty has it."""
        return self._contracts.get((name, number))

    def outcome(self, name: str, what: str, reference: str) -> Done | Refused | None:
        """What became of an instruction; None if it was never seen."""
        return self._outcomes.get((name, what, reference))

    def refuse(self, name: str, what: str, reference: str, reason: str) -> Done | Refused:
        """Says no, unless it was done already."""
        return self._outcomes.setdefault((name, what, reference), Refused(reason))

    def do(self, name: str, what: str, reference: str, document: dict) -> Done | Refused:
        """Carries the instruction out, once per reference."""
        earlier = self.outcome(name, what, reference)
        if earlier:
            return earlier
        amount_fen = int(document["amount_fen"])
        if what == "payments":
            contract = self.contract(name, document["number"])
            if contract is None and any(owner == name for owner, _ in self._contracts):
                return self.refuse(name, what, reference, UNKNOWN_NUMBER)
            if contract:
                contract.due_fen -= amount_fen
        if what == "cancellations":
            order = self.outcome(name, "orders", document["order_reference"])
            if not isinstance(order, Done):
                return self.refuse(name, what, reference, "unknown_order")
            amount_fen = -amount_fen
        self._write_statement(name, reference, amount_fen)
        done = Done(f"{len(self._outcomes) + 1:06d}")
        return self._outcomes.setdefault((name, what, reference), done)

    def _write_statement(self, name: str, reference: str, amount_fen: int) -> None:
        """A line in FOLDER/NAME-DATE.csv; what went back to the bank is negative."""
        now = self._now()
        path = self._statements / f"{name}-{now:%Y-%m-%d}.csv"
        begun = path.exists()
        self._statements.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if not begun:
                writer.writerow(STATEMENT_FIELDS)
            writer.writerow([name, reference, amount_fen, now.isoformat(timespec="seconds")])
