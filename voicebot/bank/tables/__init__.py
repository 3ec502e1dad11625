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
from voicebot.bank.tables.cards import CreditCard, LimitRequest, LossReport, Passbook
from voicebot.bank.tables.customers import Account, Call, Card, Customer
from voicebot.bank.tables.documents import IdentityDocument
from voicebot.bank.tables.instructions import Instruction, MerchantOrder
from voicebot.bank.tables.ledger import Journal, Posting, Voucher
from voicebot.bank.tables.notices import CallbackNote, SmsMessage
from voicebot.bank.tables.orders import CustomerAddress, Order
from voicebot.bank.tables.outcomes import Outcome
from voicebot.bank.tables.payees import Payee
from voicebot.bank.tables.preferences import Preference
from voicebot.bank.tables.questions import UnansweredQuestion
from voicebot.bank.tables.recordings import SealedRecording
from voicebot.bank.tables.releases import Release
from voicebot.bank.tables.row import Base
from voicebot.bank.tables.schedule import ScheduledTransfer
from voicebot.bank.tables.security import PinEvent, RiskNote
from voicebot.bank.tables.staff import StaffMember
from voicebot.bank.tables.tariff import TariffItem
from voicebot.bank.tables.turns import CallTurn, TurnReview

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
    "CallTurn",
    "CallbackNote",
    "Card",
    "CreditCard",
    "Customer",
    "CustomerAddress",
    "IdentityDocument",
    "Instruction",
    "Journal",
    "LimitRequest",
    "LossReport",
    "MerchantOrder",
    "Order",
    "Outcome",
    "Passbook",
    "Payee",
    "PinEvent",
    "Posting",
    "Preference",
    "Release",
    "RiskNote",
    "SavedContract",
    "ScheduledTransfer",
    "SealedRecording",
    "SignedService",
    "SmsMessage",
    "StaffMember",
    "TariffItem",
    "TurnReview",
    "UnansweredQuestion",
    "Voucher",
]
