"""What a turn needs from outside the bank: a bill from a biller, an instruction carried out.

A turn is one database transaction, and nobody outside is asked while one is open. So a turn that
needs something from outside is played again when it has come:

    play ─▶ what is due?   rolled back ─▶ the biller is asked      ─▶ play, now it is known
    play ─▶ yes, pay it    committed   ─▶ the instruction is sent  ─▶ play: booked, and told

Every play starts from the state that the last turn left. Whatever a play writes has an idempotency
key, so the second one finds it done and only tells the outcome. That is also what happens when the
process was killed in between and the caller says yes once more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import delivery
from voicebot.bank.connectors.answers import NoAnswer, Refused
from voicebot.bank.connectors.billers import Bill
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.database import transaction

Played = TypeVar("Played")


class _Lacking(Exception):
    """The turn cannot go on without this bill."""

    def __init__(self, biller: str, number: str) -> None:
        super().__init__(f"the bill of {biller}")
        self.biller = biller
        self.number = number


class Outside:
    """The outside as one turn sees it."""

    def __init__(
        self, database: sessionmaker[Session], counterparties: Counterparties, now: datetime
    ) -> None:
        self._database = database
        self._counterparties = counterparties
        self._now = now
        self._bills: dict[tuple[str, str], Bill | Refused | NoAnswer] = {}
        self._taken: list[delivery.Taken] = []
        self._answers: list[delivery.Answer] = []

    def bill(self, biller: str, number: str) -> Bill:
        """What the contract owes now; raises Refused or NoAnswer."""
        if (biller, number) not in self._bills:
            raise _Lacking(biller, number)
        answer = self._bills[biller, number]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def deliver(self, db: Session, instruction_id: int) -> bool:
        """Whether it is carried out as soon as this play is committed, so that another can tell it.

        If it is not, there is nothing to wait for: it is over, or is being carried out already.
        """
        taken = delivery.take(db, instruction_id, self._now)
        if taken:
            self._taken.append(taken)
        return taken is not None

    def play(self, once: Callable[[Session], Played]) -> Played:
        """Plays the turn until it lacks nothing; the result of the last play."""
        while True:
            try:
                played = transaction(self._database, lambda db: self._book_and_play(db, once))
            except _Lacking as lacking:
                self._ask(lacking)
                continue
            if not self._taken:
                return played
            self._answers += filter(None, map(self._send, self._taken))

    def _book_and_play(self, db: Session, once: Callable[[Session], Played]) -> Played:
        """One transaction, because a caller waits for each to reach the disk.

        Where it fails, the sweep asks the counterparty again.
        """
        self._taken = []  # by an earlier play, which was rolled back or has been sent
        for answer in self._answers:
            delivery.book(db, answer, self._now)
        return once(db)

    def _ask(self, lacking: _Lacking) -> None:
        key = lacking.biller, lacking.number
        try:
            self._bills[key] = self._counterparties.biller(lacking.biller).bill(lacking.number)
        except (Refused, NoAnswer) as answer:
            self._bills[key] = answer

    def _send(self, taken: delivery.Taken) -> delivery.Answer | None:
        return delivery.ask(self._counterparties, taken)
