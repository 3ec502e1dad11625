"""The things a flow can ask for, a file each; a flow names one by its `slot`."""

from __future__ import annotations

from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.answers.answer import Answer
from voicebot.dialogue.actions.answers.appointment import DayAnswer, TimeAnswer
from voicebot.dialogue.actions.answers.branch import BranchAnswer
from voicebot.dialogue.actions.answers.credit_card import CreditCardAnswer
from voicebot.dialogue.actions.answers.limit import LimitAnswer, LimitDayAnswer
from voicebot.dialogue.actions.answers.lost_item import LostItemAnswer
from voicebot.dialogue.actions.answers.meter import MeterAnswer
from voicebot.dialogue.actions.answers.payee import PayeeAnswer
from voicebot.dialogue.actions.answers.phone import PhoneAnswer
from voicebot.dialogue.actions.answers.repayment import RepaymentAnswer

ANSWERS: dict[str, Answer] = {
    "payee": PayeeAnswer(),
    "amount": AmountAnswer(),
    "phone": PhoneAnswer(),
    "meter": MeterAnswer(),
    "branch": BranchAnswer(),
    "day": DayAnswer(),
    "time": TimeAnswer(),
    "lost_item": LostItemAnswer(),
    "credit_card": CreditCardAnswer("credit_card", activated=True, none="utter_no_credit_card"),
    "new_card": CreditCardAnswer("new_card", activated=False, none="utter_no_new_card"),
    "repayment": RepaymentAnswer(),
    "limit": LimitAnswer(),
    "limit_day": LimitDayAnswer(),
}
