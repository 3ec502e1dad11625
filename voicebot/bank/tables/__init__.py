"""The bank's tables, a file for each part of the bank. Money is integer fen."""

from __future__ import annotations

from voicebot.bank.tables.bills import (
    BillerContract,
    BillerPayment,
    SavedContract,
)
from voicebot.bank.tables.branches import Appointment, Branch
from voicebot.bank.tables.customers import Account, Call, Card, Customer
from voicebot.bank.tables.instructions import Instruction, MerchantOrder
from voicebot.bank.tables.ledger import Journal, Posting, Voucher
from voicebot.bank.tables.notices import CallbackNote, SmsMessage
from voicebot.bank.tables.outcomes import Outcome
from voicebot.bank.tables.payees import Payee
from voicebot.bank.tables.preferences import Preference
from voicebot.bank.tables.recordings import SealedRecording
from voicebot.bank.tables.row import Base

__all__ = [
    "Account",
    "Appointment",
    "Base",
    "BillerContract",
    "BillerPayment",
    "Branch",
    "Call",
    "CallbackNote",
    "Card",
    "Customer",
    "Instruction",
    "Journal",
    "MerchantOrder",
    "Outcome",
    "Payee",
    "Posting",
    "Preference",
    "SavedContract",
    "SealedRecording",
    "SmsMessage",
    "Voucher",
]
