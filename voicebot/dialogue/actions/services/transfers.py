"""Transfers to signed payees."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import transfers
from voicebot.bank.ledger import Confirmation
from voicebot.bank.tables import Payee
from voicebot.dialogue.actions.services.service import (
    Outcome,
    Service,
    Spoken,
    Values,
    check_funds,
    told,
)
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_tail


def _transfer_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    check_funds(db, customer_id, values["amount"], now)
    payee = db.get(Payee, values["payee"])
    return {
        "payee": payee.name,
        "bank": payee.bank,
        "tail": read_tail(payee.tail),
        "amount": read_money(values["amount"]),
    }


def _transfer(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    receipt = transfers.transfer(
        db, payee_id=values["payee"], amount_fen=values["amount"], confirmation=confirmation
    )
    return Outcome(
        {"payee": db.get(Payee, values["payee"]).name, **told(receipt)}, receipt.repeated
    )


TRANSFER = Service(_transfer_read_back, _transfer)
