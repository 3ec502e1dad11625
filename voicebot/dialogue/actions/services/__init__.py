"""The bank's services as flows use them, by the name that a flow gives in `does`."""

from __future__ import annotations

from voicebot.dialogue.actions.services.appointments import BOOK_APPOINTMENT
from voicebot.dialogue.actions.services.bills import PAY_ELECTRICITY, TOP_UP
from voicebot.dialogue.actions.services.cards import ACTIVATE_CARD, REPAY_CARD, REQUEST_LIMIT
from voicebot.dialogue.actions.services.loss_reports import REPORT_LOSS
from voicebot.dialogue.actions.services.service import Service
from voicebot.dialogue.actions.services.transfers import TRANSFER

SERVICES: dict[str, Service] = {
    "transfer": TRANSFER,
    "top_up": TOP_UP,
    "pay_electricity": PAY_ELECTRICITY,
    "book_appointment": BOOK_APPOINTMENT,
    "report_loss": REPORT_LOSS,
    "repay_card": REPAY_CARD,
    "activate_card": ACTIVATE_CARD,
    "request_limit": REQUEST_LIMIT,
}
