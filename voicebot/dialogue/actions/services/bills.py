"""Bills, mobile top-ups, and the names under which contracts are remembered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import bills
from voicebot.bank.confirmation import Confirmation
from voicebot.dialogue.actions.answers.answer import Context
from voicebot.dialogue.actions.answers.bill_amount import ALL, look_up_bill
from voicebot.dialogue.actions.answers.nickname import NOT_SAVED
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
from voicebot.dialogue.language.phones import read_phone, read_tail


def _top_up_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    check_funds(db, customer_id, values["amount"], now, values["paying_account"])
    return {
        **source(db, values["paying_account"]),
        "operator": bills.mobile_operator(values["phone"]),
        "phone": read_phone(values["phone"]),
        "amount": read_money(values["amount"]),
    }


def _top_up(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    phone, amount_fen = values["phone"], values["amount"]
    given = bills.top_up(
        db,
        phone=phone,
        amount_fen=amount_fen,
        confirmation=confirmation,
        from_account=values["paying_account"],
        spoken=_later("话费充值", phone, amount_fen),
    )
    return instructed(db, given, {})


def _look_up(context: Context) -> Values:
    """What was read back is what is paid, also if the biller bills more in this minute."""
    bill, told = look_up_bill(context)
    amount = context.values["bill_amount"]
    if amount == ALL and not bill.due_fen:
        raise Refusal(Reply("utter_nothing_due", told))
    return {"told": told, "amount_fen": bill.due_fen if amount == ALL else amount}


def _bill_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    check_funds(db, customer_id, values["amount_fen"], now, values["paying_account"])
    told = {**values["told"], **source(db, values["paying_account"])}
    return told | {"amount": read_money(values["amount_fen"])}


def _pay_bill(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    biller, number, told = values["biller"], values["contract"], values["told"]
    given = bills.pay(
        db,
        biller=biller,
        name=told["bill"],
        number=number,
        amount_fen=values["amount_fen"],
        confirmation=confirmation,
        from_account=values["paying_account"],
        spoken=_later(told["bill"], number, values["amount_fen"]),
    )
    saved = any(one.number == number for one in bills.saved(db, customer_id, biller))
    offer = {"biller": biller, "number": number, "bill": told["bill"]}
    return instructed(db, given, told, then=None if saved else offer)


def _later(name: str, number: str, amount_fen: int) -> Spoken:
    """How it is told if this call does not hear the outcome."""
    return {"about": f"{name}，尾号{read_tail(number)}", "amount": read_money(amount_fen)}


def _nickname_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    if values["nickname"] == NOT_SAVED:
        raise Refusal(Reply("utter_contract_not_saved"))
    return _named(values)


def _save_contract(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> Outcome:
    bills.save(
        db,
        confirmation.call_id,
        biller=values["biller"],
        number=values["number"],
        nickname=values["nickname"],
    )
    return Outcome(_named(values))


def _named(values: Values) -> Spoken:
    return {
        "bill": values["bill"],
        "tail": read_tail(values["number"]),
        "nickname": values["nickname"],
    }


TOP_UP = Service(_top_up_read_back, _top_up, confirm=naming_the_account("utter_confirm_topup_from"))
PAY_BILL = Service(
    _bill_read_back, _pay_bill, _look_up, naming_the_account("utter_confirm_bill_from")
)
SAVE_CONTRACT = Service(_nickname_read_back, _save_contract)
