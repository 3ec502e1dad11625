"""What the bank tells, by the name that a flow gives in `tells`."""

from __future__ import annotations

from voicebot.dialogue.actions.inquiries.accounts import balance, first_entries, search
from voicebot.dialogue.actions.inquiries.branches import appointments, opening_hours
from voicebot.dialogue.actions.inquiries.cards import bill, debt, first_purchases, more, standing
from voicebot.dialogue.actions.inquiries.inquiry import Inquiry
from voicebot.dialogue.actions.inquiries.knowledge import details, knowledge
from voicebot.dialogue.actions.inquiries.loss_reports import loss_withdrawal
from voicebot.dialogue.actions.inquiries.orders import my_orders
from voicebot.dialogue.actions.inquiries.schedule import scheduled

INQUIRIES: dict[str, Inquiry] = {
    "balance": balance,
    "first_entries": first_entries,
    "search": search,
    "scheduled": scheduled,
    "more": more,
    "opening_hours": opening_hours,
    "card_bill": bill,
    "card_standing": standing,
    "card_purchases": first_purchases,
    "debt": debt,
    "loss_withdrawal": loss_withdrawal,
    "appointments": appointments,
    "knowledge": knowledge,
    "orders": my_orders,
    "knowledge_details": details,
}
