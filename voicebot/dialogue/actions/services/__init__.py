"""The bank's services as flows use them, by the name that a flow gives in `does`."""

from __future__ import annotations

from voicebot.dialogue.actions.services.appointments import BOOK_APPOINTMENT
from voicebot.dialogue.actions.services.bills import PAY_BILL, SAVE_CONTRACT, TOP_UP
from voicebot.dialogue.actions.services.service import Service
from voicebot.dialogue.actions.services.transfers import TRANSFER

SERVICES: dict[str, Service] = {
    "transfer": TRANSFER,
    "top_up": TOP_UP,
    "pay_bill": PAY_BILL,
    "save_contract": SAVE_CONTRACT,
    "book_appointment": BOOK_APPOINTMENT,
}
