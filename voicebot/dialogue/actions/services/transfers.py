"""Transfers to signed payees and between own accounts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import accounts, approvals, payments, transfers
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import OverLimit
from voicebot.bank.tables import Account, Payee
from voicebot.dialogue.actions.answers.account import spoken_name
from voicebot.dialogue.actions.services.paying_account import has_several, source
from voicebot.dialogue.actions.services.service import (
    Outcome,
    Service,
    Spoken,
    Values,
    told,
)
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_tail


def _transfer_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    account = accounts.movable(db, customer_id, values.get("from_account"))
    payee = transfers.payee_of(db, customer_id, values["payee"])
    payments.check_funds(db, account.id, values["amount"], now)
    transfers.check_risk(db, payee, values["amount"], now)
    return {
        **source(db, account.id),
        "payee": payee.name,
        "bank": payee.bank,
        "tail": read_tail(payee.tail),
        "amount": read_money(values["amount"]),
    }


def _transfer_confirm(db: Session, customer_id: int, values: Values, now: datetime) -> str:
    """Above the limit the caller hears before the yes that a second person is asked, and who has
    several accounts from which the money is taken.

    Raises OverLimit where nobody may allow it: before anything else is checked.
    """
    needed = approvals.needed(db, customer_id, values["amount"], now)
    above = "_approval" if needed else ""
    naming = "_from" if has_several(db, customer_id) else ""
    return f"utter_confirm_transfer{above}{naming}"


def _transfer(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    payee, amount_fen = db.get(Payee, values["payee"]), values["amount"]
    try:
        receipt = transfers.transfer(
            db,
            payee_id=payee.id,
            amount_fen=amount_fen,
            confirmation=confirmation,
            from_account=values.get("from_account"),
        )
    except OverLimit:
        approval = approvals.request(
            db,
            payee_id=payee.id,
            amount_fen=amount_fen,
            confirmation=confirmation,
            from_account=values.get("from_account"),
        )
        return Outcome({}, approval=approval.id)
    return Outcome({"payee": payee.name, **told(receipt)}, receipt.repeated)


def _own_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    payments.check_funds(db, values["from_account"], values["amount"], now)
    return {**_own_accounts(db, values), "amount": read_money(values["amount"])}


def _transfer_own(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> Outcome:
    receipt = transfers.transfer_own(
        db,
        from_account=values["from_account"],
        to_account=values["to_account"],
        amount_fen=values["amount"],
        confirmation=confirmation,
    )
    return Outcome({**_own_accounts(db, values), **told(receipt)}, receipt.repeated)


def _own_accounts(db: Session, values: Values) -> Spoken:
    source: Account = db.get(Account, values["from_account"])
    target: Account = db.get(Account, values["to_account"])
    return {
        "source": spoken_name(source),
        "source_tail": read_tail(source.number),
        "target": spoken_name(target),
        "target_tail": read_tail(target.number),
    }


TRANSFER = Service(_transfer_read_back, _transfer, confirm=_transfer_confirm)
TRANSFER_OWN = Service(_own_read_back, _transfer_own)
