"""The things a flow can ask for, a file each; a flow names one by its `slot`."""

from __future__ import annotations

from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.answers.answer import Answer
from voicebot.dialogue.actions.answers.appointment import DayAnswer, TimeAnswer
from voicebot.dialogue.actions.answers.bill_amount import BillAmountAnswer
from voicebot.dialogue.actions.answers.biller import BillerAnswer
from voicebot.dialogue.actions.answers.branch import BranchAnswer
from voicebot.dialogue.actions.answers.contract import ContractAnswer
from voicebot.dialogue.actions.answers.nickname import NicknameAnswer
from voicebot.dialogue.actions.answers.payee import PayeeAnswer
from voicebot.dialogue.actions.answers.phone import PhoneAnswer

ANSWERS: dict[str, Answer] = {
    "payee": PayeeAnswer(),
    "amount": AmountAnswer(),
    "phone": PhoneAnswer(),
    "biller": BillerAnswer(),
    "contract": ContractAnswer(),
    "bill_amount": BillAmountAnswer(),
    "nickname": NicknameAnswer(),
    "branch": BranchAnswer(),
    "day": DayAnswer(),
    "time": TimeAnswer(),
}
