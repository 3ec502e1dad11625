"""The bank's tables, a file for each part of the bank. Money is integer fen."""

from __future__ import annotations

from voicebot.bank.tables.agreements import AccountAlert, SignedService
from voicebot.bank.tables.approvals import Approval
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
from voicebot.bank.tables.orders import CustomerAddress, Order
from voicebot.bank.tables.outcomes import Outcome
from voicebot.bank.tables.payees import Payee
from voicebot.bank.tables.preferences import Preference
from voicebot.bank.tables.questions import UnansweredQuestion
from voicebot.bank.tables.recordings import SealedRecording
from voicebot.bank.tables.row import Base
from voicebot.bank.tables.schedule import ScheduledTransfer
from voicebot.bank.tables.security import PinEvent, RiskNote

__all__ = [
    "Account",
    "AccountAlert",
    "Appointment",
    "Approval",
    "Base",
    "BillerContract",
    "BillerPayment",
    "Branch",
    "Call",
    "CallbackNote",
    "Card",
    "Customer",
    "CustomerAddress",
    "Instruction",
    "Journal",
    "MerchantOrder",
    "Order",
    "Outcome",
    "Payee",
    "PinEvent",
    "Posting",
    "Preference",
    "RiskNote",
    "SavedContract",
    "ScheduledTransfer",
    "SealedRecording",
    "SignedService",
    "SmsMessage",
    "UnansweredQuestion",
    "Voucher",
]
