"""What a turn needs from outside the bank: a bill from a biller, an instruction carried out.

A turn is one database transaction, and nobody outside is asked while one is open. So a turn that
needs something from outside is played again when it has come:

    play ─▶ what is due?   rolled back ─▶ the biller is asked      ─▶ play, now it is known
    play ─▶ yes, pay it    committed   ─▶ the instruction is sent  ─▶ booked; play, it is told

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
        self._wanted: list[int] = []
        self._answers: list[delivery.Answer] = []
        self._sent: set[int] = set()

    def bill(self, biller: str, number: str) -> Bill:
        """What the contract owes now; raises Refused or NoAnswer."""
        if (biller, number) not in self._bills:
            raise _Lacking(biller, number)
        answer = self._bills[biller, number]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def deliver(self, instruction_id: int) -> None:
        """Has the instruction carried out as soon as this play is committed."""
        if instruction_id not in self._sent:
            self._wanted.append(instruction_id)

    def delivered(self, instruction_id: int | None) -> bool:
        """Whether the instruction went out in this turn, and not in an earlier one."""
        return instruction_id in self._sent

    def play(self, once: Callable[[Session], Played]) -> Played:
        """Plays the turn until it lacks nothing; the result of the last play."""
        while True:
            try:
                played = transaction(self._database, lambda db: self._book_and_play(db, once))
            except _Lacking as lacking:
                self._ask(lacking)
                continue
            if not self._wanted:
                return played
            self._send_all()

    def _book_and_play(self, db: Session, once: Callable[[Session], Played]) -> Played:
        """One transaction, because a caller waits for each to reach the disk.

        Where it fails, the sweep asks the counterparty again.
        """
        for answer in self._answers:
            delivery.book(db, answer, self._now)
        return once(db)

    def _ask(self, lacking: _Lacking) -> None:
        key = lacking.biller, lacking.number
        try:
            self._bills[key] = self._counterparties.biller(lacking.biller).bill(lacking.number)
        except (Refused, NoAnswer) as answer:
            self._bills[key] = answer

    def _send_all(self) -> None:
        while self._wanted:
            instruction_id = self._wanted.pop()
            answer = delivery.send(self._database, self._counterparties, instruction_id, self._now)
            self._sent.add(instruction_id)
            if answer:
                self._answers.append(answer)
