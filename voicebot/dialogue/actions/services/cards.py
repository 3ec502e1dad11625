"""Credit cards: repaying, activating, asking for a temporary limit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from voicebot.bank import accounts, credit_cards, limit_requests
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.tables import CreditCard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.services.service import (
    Outcome,
    Refusal,
    Service,
    Spoken,
    Values,
    check_funds,
    told,
)
from voicebot.dialogue.language.dates import read_day
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_tail
from voicebot.dialogue.language.references import read_reference


def _repay_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    card = db.get(CreditCard, values["credit_card"])
    owed_fen = credit_cards.standing(db, card, now.date()).owed_fen
    # What was read back is what is paid, whatever the next statement says.
    values["amount"] = credit_cards.repayment_fen(db, card, values["repayment"], now.date())
    if values["amount"] > owed_fen:
        reply = Reply("utter_card_owes_less", {"owed": read_money(owed_fen)})
        raise Refusal(reply, ask_again="repayment")
    check_funds(db, customer_id, values["amount"], now)
    return {
        "from_tail": read_tail(accounts.main_account(db, customer_id).number),
        "tail": read_tail(card.number),
        "amount": read_money(values["amount"]),
    }


def _repay(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    receipt = credit_cards.repay(db, values["credit_card"], values["amount"], confirmation)
    card = db.get(CreditCard, values["credit_card"])
    standing = credit_cards.standing(db, card, confirmation.at.date())
    spoken = told(receipt) | {"available": read_money(standing.available_fen)}
    return Outcome(spoken, receipt.repeated)


def _activate_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    card = db.get(CreditCard, values["new_card"])
    return {"tail": read_tail(card.number), "limit": read_money(card.limit_fen)}


def _activate(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    card = credit_cards.activate(db, values["new_card"], confirmation)
    return Outcome({"tail": read_tail(card.number)})


def _limit_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    card = db.get(CreditCard, values["credit_card"])
    limit_fen = limit_requests.limit_fen(db, card, now.date())
    if values["limit"] <= limit_fen:
        told = Reply("utter_limit_not_higher", {"limit": read_money(limit_fen)})
        raise Refusal(told, ask_again="limit")
    return {
        "tail": read_tail(card.number),
        "limit": read_money(values["limit"]),
        "until": read_day(date.fromisoformat(values["limit_day"])),
    }


def _request_limit(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> Outcome:
    until = date.fromisoformat(values["limit_day"])
    wish = limit_requests.request(db, values["credit_card"], values["limit"], until, confirmation)
    return Outcome({"number": read_reference(wish.number)})


REPAY_CARD = Service(_repay_read_back, _repay)
ACTIVATE_CARD = Service(_activate_read_back, _activate)
REQUEST_LIMIT = Service(_limit_read_back, _request_limit)
