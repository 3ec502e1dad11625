"""What the bank asks of the core-banking system: what is on an account, what happened on it, move
it once, was it moved.

An implementation is made for one database session, and is chosen where the database is opened
(`database.open_database`); services ask for it by `core_of(db)`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.history import AccountEntry, Movement, Search, Sums

# Where a session holds the core that it was opened with.
CORE = "core"


@dataclass(frozen=True)
class Receipt:
    """A posted movement; `repeated` if it had been posted before for the same confirmation.

    `balance_fen` is what is on `from_account` now.
    """

    voucher_number: int
    from_account: int
    amount_fen: int
    text: str
    balance_fen: int
    repeated: bool = False


class CoreBanking(Protocol):
    """What it does takes effect when the transaction of its session is committed, and never else.

    Accounts are meant by their id in the bank's database. `tests/bank/test_core_banking.py` is what
    every implementation must do.
    """

    def balance_fen(self, account_id: int) -> int:
        """What is on the account, in fen, with what this transaction posted; 0 if never used."""

    def post(
        self,
        confirmation: Confirmation,
        *,
        from_account: int,
        to_account: int,
        amount_fen: int,
        text: str,
    ) -> Receipt:
        """Moves the money and writes the voucher, under the confirmation's idempotency key.

        It does not ask whether the account holds enough: services do. Raises AccountStopped if the
        card or passbook of `from_account` is reported lost. Nothing is posted under one key twice:
        of two that try at once, one transaction fails.
        """

    def posted(self, idempotency_key: str) -> Receipt | None:
        """What was posted under this key, as repeated; None if nothing was."""

    def recent(self, account_id: int, limit: int, offset: int = 0) -> list[AccountEntry]:
        """The last entries, in the order in which they were posted, the newest first."""

    def found(
        self, account_ids: Sequence[int], search: Search, limit: int, offset: int = 0
    ) -> list[AccountEntry]:
        """Entries of these accounts, the newest first; none that move money between them."""

    def sums(self, account_ids: Sequence[int], search: Search) -> Sums:
        """Over all that `found` finds."""

    def texts(self, account_ids: Sequence[int]) -> list[str]:
        """The different texts of the accounts' entries, in no order."""

    def movements(self, account_id: int, since: datetime, until: datetime) -> list[Movement]:
        """What was posted on the account from `since` until before `until`, the oldest first."""

    def moved(self, account_id: int, keys: Collection[str]) -> bool:
        """Whether anything was ever posted on the account under one of these keys."""


Core = Callable[[Session], CoreBanking]


def core_of(db: Session) -> CoreBanking:
    """The core that the session's database was opened with."""
    core: Core = db.info[CORE]
    return core(db)
