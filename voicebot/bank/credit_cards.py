"""Credit cards: what is owed, the last statement, purchases; repaid from the bank account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import accounts, calls, limit_requests, notices, payments, tariff
from voicebot.bank.card_statements import MinimumRule, Statement, last_statement
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import Receipt, core_of
from voicebot.bank.connectors.history import AccountEntry, Search
from voicebot.bank.errors import NotAuthenticated, UnknownCard
from voicebot.bank.tables import CreditCard, Customer

# What of a debt can be repaid beside an amount.
FULL, MINIMUM = "full", "minimum"


@dataclass(frozen=True)
class Standing:
    """`limit_fen` as of today, `owed_fen` of it used (0 if overpaid), `available_fen` left."""

    limit_fen: int
    owed_fen: int
    available_fen: int


def cards(db: Session, customer_id: int, *, activated: bool) -> list[CreditCard]:
    """The customer's credit cards that are in use, or those that still have to be activated."""
    query = select(CreditCard).where(CreditCard.customer_id == customer_id)
    owned = db.execute(query.order_by(CreditCard.id)).scalars()
    return [card for card in owned if (card.activated_at is not None) == activated]


def standing(db: Session, card: CreditCard, today: date) -> Standing:
    """Limit, debt and what can still be spent."""
    limit_fen = limit_requests.limit_fen(db, card, today)
    balance_fen = accounts.balance_fen(db, card.account_id)
    return Standing(limit_fen, max(-balance_fen, 0), max(limit_fen + balance_fen, 0))


def statement(db: Session, card: CreditCard, today: date) -> Statement:
    """The last statement, by the minimum that the tariff lays down."""
    ever = core_of(db).movements(card.account_id, datetime.min, datetime.max)
    return last_statement(
        ((movement.at, movement.amount_fen) for movement in ever),
        today,
        statement_day=card.statement_day,
        due_days=card.due_days,
        minimum=MinimumRule(
            percent=tariff.figure(db, tariff.MINIMUM_PAYMENT_PERCENT),
            floor_fen=tariff.figure(db, tariff.MINIMUM_PAYMENT_FLOOR_FEN),
        ),
    )


def purchases(db: Session, card: CreditCard, limit: int, offset: int = 0) -> list[AccountEntry]:
    """What was bought with the card, the newest first; amounts below zero."""
    return core_of(db).found([card.account_id], Search(direction="out"), limit, offset)


def repayment_fen(db: Session, card: CreditCard, how_much: str | int, today: date) -> int:
    """FULL, MINIMUM or fen as fen. All of it is what is left of the bill, or, where nothing is,
    everything that was bought since.
    """
    if isinstance(how_much, int):
        return how_much
    bill = statement(db, card, today)
    if how_much == MINIMUM:
        return bill.open_minimum_fen
    return bill.open_fen or standing(db, card, today).owed_fen


def repay(db: Session, card_id: int, amount_fen: int, confirmation: Confirmation) -> Receipt:
    """Pays from the caller's account into the card; UnknownCard if not theirs, else as `pay`."""
    card = _card(db, card_id, calls.authenticated_customer(db, confirmation.call_id))
    return payments.pay(
        db,
        to_account=card.account_id,
        amount_fen=amount_fen,
        text=f"信用卡还款，尾号{card.number[-4:]}",
        confirmation=confirmation,
    )


def activate(db: Session, card_id: int, confirmation: Confirmation) -> CreditCard:
    """Opens a new card for use, once, and tells the customer by SMS.

    Raises NotAuthenticated without the PIN or the document, UnknownCard if it is not theirs.
    """
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    if not calls.knows_document(db, confirmation.call_id):
        raise NotAuthenticated("activating a card needs the PIN and the end of the document")
    card = _card(db, card_id, customer_id)
    if card.activated_at is None:
        card.activated_at = confirmation.at
        notices.queue_sms(
            db,
            phone=db.get(Customer, customer_id).phone,
            text=f"您尾号{card.number[-4:]}的信用卡已激活，可以使用了。如非本人操作，请立即致电本行。",
            key=f"activated-{card.id}",
            at=confirmation.at,
        )
    db.flush()
    return card


def _card(db: Session, card_id: int, customer_id: int) -> CreditCard:
    card = db.get(CreditCard, card_id)
    if card is None or card.customer_id != customer_id:
        raise UnknownCard("this customer has no such credit card")
    return card
