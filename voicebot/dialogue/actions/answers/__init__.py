"""The things a flow can ask for, a file each; a flow names one by its `slot`."""

from __future__ import annotations

from voicebot.dialogue.actions.answers.account import (
    AccountAnswer,
    FromAccountAnswer,
    PayingAccountAnswer,
    ToAccountAnswer,
)
from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.answers.answer import Answer
from voicebot.dialogue.actions.answers.appointment import (
    DayAnswer,
    PurposeAnswer,
    TimeAnswer,
)
from voicebot.dialogue.actions.answers.bill_amount import BillAmountAnswer
from voicebot.dialogue.actions.answers.biller import BillerAnswer
from voicebot.dialogue.actions.answers.branch import BranchAnswer
from voicebot.dialogue.actions.answers.contract import ContractAnswer
from voicebot.dialogue.actions.answers.credit_card import CreditCardAnswer
from voicebot.dialogue.actions.answers.due_day import DueDayAnswer
from voicebot.dialogue.actions.answers.entry_search import (
    DirectionAnswer,
    EntryKindAnswer,
    PeriodAnswer,
)
from voicebot.dialogue.actions.answers.limit import LimitAnswer, LimitDayAnswer
from voicebot.dialogue.actions.answers.lost_item import LostItemAnswer
from voicebot.dialogue.actions.answers.nickname import NicknameAnswer
from voicebot.dialogue.actions.answers.order import OrderAnswer
from voicebot.dialogue.actions.answers.own_appointment import AppointmentAnswer
from voicebot.dialogue.actions.answers.part_of_day import PartOfDayAnswer
from voicebot.dialogue.actions.answers.payee import PayeeAnswer
from voicebot.dialogue.actions.answers.phone import PhoneAnswer
from voicebot.dialogue.actions.answers.product import ProductAnswer
from voicebot.dialogue.actions.answers.repayment import RepaymentAnswer
from voicebot.dialogue.actions.answers.scheduled import ScheduledAnswer
from voicebot.dialogue.actions.answers.threshold import ThresholdAnswer
from voicebot.dialogue.actions.answers.topic import SectionAnswer, TopicAnswer

# The fields of the catalogue's products join them when it is loaded (`fields.field_answers`).
ANSWERS: dict[str, Answer] = {
    "account": AccountAnswer(),
    "from_account": FromAccountAnswer(),
    "paying_account": PayingAccountAnswer(),
    "to_account": ToAccountAnswer(),
    "threshold": ThresholdAnswer(),
    "period": PeriodAnswer(),
    "direction": DirectionAnswer(),
    "entry_kind": EntryKindAnswer(),
    "payee": PayeeAnswer(),
    "due_day": DueDayAnswer(),
    "scheduled": ScheduledAnswer(),
    "amount": AmountAnswer(),
    "phone": PhoneAnswer(),
    "biller": BillerAnswer(),
    "contract": ContractAnswer(),
    "bill_amount": BillAmountAnswer(),
    "nickname": NicknameAnswer(),
    "branch": BranchAnswer(),
    "day": DayAnswer(),
    "part_of_day": PartOfDayAnswer(),
    "time": TimeAnswer(),
    "lost_item": LostItemAnswer(),
    "credit_card": CreditCardAnswer("credit_card", activated=True, none="utter_no_credit_card"),
    "new_card": CreditCardAnswer("new_card", activated=False, none="utter_no_new_card"),
    "repayment": RepaymentAnswer(),
    "limit": LimitAnswer(),
    "limit_day": LimitDayAnswer(),
    "purpose": PurposeAnswer(),
    "appointment": AppointmentAnswer(),
    "section": SectionAnswer(),
    "topic": TopicAnswer(),
    "product": ProductAnswer(),
    "order": OrderAnswer(),
}
