"""The bank's tables, a file for each part of the bank. Money is integer fen."""

from __future__ import annotations

from voicebot.bank.tables.bills import ElectricityMeter
from voicebot.bank.tables.branches import Appointment, Branch
from voicebot.bank.tables.customers import Account, Call, Card, Customer
from voicebot.bank.tables.ledger import Journal, Posting, Voucher
from voicebot.bank.tables.notices import CallbackNote, SmsMessage
from voicebot.bank.tables.outcomes import Outcome
from voicebot.bank.tables.payees import Payee
from voicebot.bank.tables.recordings import SealedRecording
from voicebot.bank.tables.row import Base

__all__ = [
    "Account",
    "Appointment",
    "Base",
    "Branch",
    "Call",
    "CallbackNote",
    "Card",
    "Customer",
    "ElectricityMeter",
    "Journal",
    "Outcome",
    "Payee",
    "Posting",
    "SealedRecording",
    "SmsMessage",
    "Voucher",
]
