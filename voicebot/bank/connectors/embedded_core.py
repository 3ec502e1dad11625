"""The core-banking system in the bank's own database: the ledger, with vouchers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from voicebot.bank import ledger, stops, vouchers
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors import embedded_history as history
from voicebot.bank.connectors.core_banking import Receipt
from voicebot.bank.connectors.history import AccountEntry, Movement, Search, Sums
from voicebot.bank.tables import Journal, Posting, Voucher

# Built once, like all that is asked in most turns: building one costs more than asking it.
BALANCE = select(func.coalesce(func.sum(Posting.amount_fen), 0)).where(
    Posting.account_id == bindparam("account")
)

POSTED = (
    select(Voucher.number, Posting.account_id, -Posting.amount_fen, Journal.text)
    .join(Journal, Journal.id == Voucher.journal_id)
    .join(Posting, Posting.journal_id == Journal.id)
    .where(Journal.idempotency_key == bindparam("key"), Posting.amount_fen < 0)
)


class EmbeddedCore:
    """Implements `CoreBanking`."""

    def __init__(self, db: Session) -> None:
        self._db = db

    def balance_fen(self, account_id: int) -> int:
        """The sum of all postings to the account: there is no other balance."""
        return int(self._db.execute(BALANCE, {"account": account_id}).scalar_one())

    def post(
        self,
        confirmation: Confirmation,
        *,
        from_account: int,
        to_account: int,
        amount_fen: int,
        text: str,
    ) -> Receipt:
        """One journal entry and its voucher."""
        stops.refuse_if_stopped(self._db, from_account, confirmation.at)
        key = confirmation.idempotency_key
        amounts_fen = {from_account: -amount_fen, to_account: amount_fen}
        journal = ledger.write(
            self._db, confirmation.at, text, key, amounts_fen, origin=ledger.VOUCHER
        )
        voucher = vouchers.write(self._db, journal, confirmation)
        balance_fen = self.balance_fen(from_account)
        return Receipt(voucher.number, from_account, amount_fen, text, balance_fen)

    def posted(self, idempotency_key: str) -> Receipt | None:
        """Read from the journal, its voucher and the posting that took the money."""
        row = self._db.execute(POSTED, {"key": idempotency_key}).one_or_none()
        if row is None:
            return None
        number, account_id, amount_fen, text = row
        balance_fen = self.balance_fen(account_id)
        return Receipt(number, account_id, amount_fen, text, balance_fen, repeated=True)

    def recent(self, account_id: int, limit: int, offset: int = 0) -> list[AccountEntry]:
        """The account's last entries, the newest first."""
        return history.recent(self._db, account_id, limit, offset)

    def found(
        self, account_ids: Sequence[int], search: Search, limit: int, offset: int = 0
    ) -> list[AccountEntry]:
        """Entries of these accounts, the newest first."""
        return history.found(self._db, account_ids, search, limit, offset)

    def sums(self, account_ids: Sequence[int], search: Search) -> Sums:
        """Over all that `found` finds."""
        return history.sums(self._db, account_ids, search)

    def texts(self, account_ids: Sequence[int]) -> list[str]:
        """The different texts of the accounts' entries."""
        return history.texts(self._db, account_ids)

    def movements(self, account_id: int, since: datetime, until: datetime) -> list[Movement]:
        """What was posted on the account in this time."""
        return history.movements(self._db, account_id, since, until)

    def moved(self, account_id: int, keys: Collection[str]) -> bool:
        """Whether one of these keys was posted on the account."""
        return history.moved(self._db, account_id, keys)
