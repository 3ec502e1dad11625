"""Orders from the catalogue: read back with their price, paid, taken back on their terms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voicebot.bank import accounts, instruction_outcomes, orders
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import TooLate, UnknownInstruction
from voicebot.bank.orders import Terms, Wanted
from voicebot.bank.tables import Instruction
from voicebot.dialogue.actions.answers import fields
from voicebot.dialogue.actions.answers.answer import Context
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.services.paying_account import naming_the_account, source
from voicebot.dialogue.actions.services.service import (
    Outcome,
    Service,
    Spoken,
    Values,
    check_funds,
    instructed,
)
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.references import read_reference


def _look_up(context: Context) -> Values:
    """The price and the terms as they are now: what is read back is what is paid."""
    product = context.catalogue[context.values["product"]]
    answers = fields.field_answers({product.code: product})
    said = {
        name: field.say.format(answers[slot].read(context.values[slot], context))
        for name, field in product.fields.items()
        for slot in (product.slot(name),)
    }
    starts_at = product.starts_at(context.values)
    return {
        "name": product.name,
        "merchant": product.merchant,
        "what": "，".join((product.name, *said.values())),
        "fields": said,
        "amount_fen": product.price_fen(context.values),
        "starts_at": starts_at.isoformat(),
        "cancel": product.cancel.dict(),
    }


def _order_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    check_funds(db, customer_id, values["amount_fen"], now, values["paying_account"])
    return {
        **source(db, values["paying_account"]),
        "what": values["what"],
        "amount": read_money(values["amount_fen"]),
    }


def _order(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    later = {"about": f"{values['name']}的订单", "amount": read_money(values["amount_fen"])}
    given = orders.order(db, _wanted(values), confirmation, later, values["paying_account"])
    number = db.get(Instruction, given.instruction_id).number
    return instructed(db, given, {"number": read_reference(number), "what": values["name"]})


def _wanted(values: dict[str, Any]) -> Wanted:
    starts_at = datetime.fromisoformat(values["starts_at"])
    terms: Terms = orders.terms(values["amount_fen"], starts_at, **values["cancel"])
    return Wanted(
        product=values["product"],
        name=values["name"],
        merchant=values["merchant"],
        what=values["what"],
        fields=values["fields"],
        amount_fen=values["amount_fen"],
        starts_at=starts_at,
        terms=terms,
    )


def _cancel_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    one = orders.by_id(db, values["order"])
    try:
        values["refund_fen"] = orders.refund_fen(one, now)
    except TooLate:
        raise Refusal(Reply("utter_order_too_late", {"what": one.name})) from None
    fee_fen = one.amount_fen - values["refund_fen"]
    return {
        "what": one.what,
        "fee": f"手续费{read_money(fee_fen)}" if fee_fen else "不收手续费",
        "refund": read_money(values["refund_fen"]),
    }


def _cancel(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    one = orders.by_id(db, values["order"])
    later = {"about": f"{one.name}的订单", "amount": read_money(values["refund_fen"])}
    try:
        instruction = orders.cancel(db, one.id, values["refund_fen"], confirmation, later)
    except (TooLate, UnknownInstruction):
        raise Refusal(Reply("utter_order_too_late", {"what": one.name})) from None
    spoken = {
        "what": one.name,
        "refund": read_money(instruction.amount_fen),
        "balance": read_money(accounts.balance_fen(db, instruction.account_id)),
    }
    response = {
        instruction_outcomes.PENDING: "utter_cancellation_pending",
        instruction_outcomes.REFUSED: "utter_cancellation_refused",
    }.get(instruction.state, "")
    return Outcome(
        spoken,
        response=response,
        noted=instruction_outcomes.noted(db, instruction),
        instruction_id=instruction.id,
    )


ORDER = Service(_order_read_back, _order, _look_up, naming_the_account("utter_confirm_order_from"))
CANCEL_ORDER = Service(_cancel_read_back, _cancel)
