"""What the caller has ordered, and what became of it."""

from __future__ import annotations

from typing import Any

from voicebot.bank import instructions, orders
from voicebot.bank.tables import Order
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.phones import read_reference

ORDERS_AT_A_TIME = 2
TOLD = {
    instructions.DONE: "utter_order_done",
    instructions.PENDING: "utter_order_pending",
    instructions.REFUSED: "utter_order_refused",
    orders.CANCELLING: "utter_order_cancelling",
    orders.CANCELLED: "utter_order_cancelled_before",
}


def first_orders(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The orders to come first."""
    turn.state.orders_told = 0
    return more_orders(turn, values)


def more_orders(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """Those after the ones that were told."""
    begin, mine = (
        turn.state.orders_told,
        orders.orders(turn.db, turn.customer_id or 0, turn.message.now),
    )
    if not mine:
        return [Reply("utter_no_orders")]
    told = [_told(turn, one) for one in mine[begin : begin + ORDERS_AT_A_TIME]]
    turn.state.orders_told += ORDERS_AT_A_TIME
    more = len(mine) > turn.state.orders_told
    return [*told, Reply("utter_more_orders")] if more else told or [Reply("utter_no_more_orders")]


def _told(turn: Turn, one: Order) -> Reply:
    spoken = {"what": one.what, "number": read_reference(orders.number(turn.db, one))}
    return Reply(TOLD[orders.state(turn.db, one)], spoken)
