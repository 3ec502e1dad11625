"""The bank's services as flows use them, by the name that a flow gives in `does`."""

from __future__ import annotations

from voicebot.dialogue.actions.services.alerts import ALERTS_OFF, ALERTS_ON
from voicebot.dialogue.actions.services.appointments import BOOK_APPOINTMENT, CANCEL_APPOINTMENT
from voicebot.dialogue.actions.services.bills import PAY_BILL, SAVE_CONTRACT, TOP_UP
from voicebot.dialogue.actions.services.orders import CANCEL_ORDER, ORDER
from voicebot.dialogue.actions.services.schedule import CANCEL_SCHEDULED, SCHEDULE_TRANSFER
from voicebot.dialogue.actions.services.service import Service
from voicebot.dialogue.actions.services.transfers import TRANSFER, TRANSFER_OWN

SERVICES: dict[str, Service] = {
    "transfer": TRANSFER,
    "transfer_own": TRANSFER_OWN,
    "schedule_transfer": SCHEDULE_TRANSFER,
    "cancel_scheduled": CANCEL_SCHEDULED,
    "alerts_on": ALERTS_ON,
    "alerts_off": ALERTS_OFF,
    "top_up": TOP_UP,
    "pay_bill": PAY_BILL,
    "save_contract": SAVE_CONTRACT,
    "book_appointment": BOOK_APPOINTMENT,
    "cancel_appointment": CANCEL_APPOINTMENT,
    "order": ORDER,
    "cancel_order": CANCEL_ORDER,
}
