"""What the caller has ordered, and what became of it."""

from __future__ import annotations

import re
from typing import Any

from voicebot.bank import instructions, orders
from voicebot.bank.tables import Order
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.references import read_reference

ORDERS_AT_A_TIME = 2
MORE = re.compile("别的|其[他余]|另外|剩下|[后下]面|后边|更早|[之以]前|老的|[再往接]|还有|下[一两]")
TOLD = {
    instructions.DONE: "utter_order_done",
    instructions.PENDING: "utter_order_pending",
    instructions.REFUSED: "utter_order_refused",
    orders.CANCELLING: "utter_order_cancelling",
    orders.CANCELLED: "utter_order_cancelled_before",
}


def my_orders(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The next two, or those after the ones that were told."""
    message, state = turn.message, turn.state
    goes_on = "option" in message.entities or MORE.search(message.text)
    begin = state.orders_told if goes_on else 0
    mine = orders.orders(turn.db, turn.customer_id or 0, message.now)
    if not mine:
        return [Reply("utter_no_orders")]
    state.orders_told = begin + ORDERS_AT_A_TIME
    told = [_told(turn, one) for one in mine[begin : state.orders_told]]
    if len(mine) > state.orders_told:
        return [*told, Reply("utter_more_orders")]
    return told or [Reply("utter_no_more_orders")]


def _told(turn: Turn, one: Order) -> Reply:
    spoken = {"what": one.what, "number": read_reference(orders.number(turn.db, one))}
    return Reply(TOLD[orders.state(turn.db, one)], spoken)
