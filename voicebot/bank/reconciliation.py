"""Proves the books: every entry in balance, every voucher in the chain, every statement matched."""

from __future__ import annotations

from sqlalchemy.orm import Session

from voicebot.bank import ledger, vouchers
from voicebot.bank.finding import Finding


def find_faults(db: Session) -> list[Finding]:
    """Everything that is wrong inside the bank's own books."""
    return [*ledger.find_faults(db), *vouchers.find_faults(db)]
