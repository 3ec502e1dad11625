"""A credit card's last bill, its limit, its purchases."""

from __future__ import annotations

from datetime import date
from typing import Any

from voicebot.bank import credit_cards
from voicebot.bank.card_statements import Statement
from voicebot.bank.tables import CreditCard
from voicebot.dialogue.actions.inquiries.accounts import ENTRIES_AT_A_TIME, more_entries
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.dates import read_day
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_tail


def bill(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The last statement: its amount, and what of it is due until when."""
    card, today = _card(turn, values), turn.message.now.date()
    statement = credit_cards.statement(turn.db, card, today)
    told = {
        "tail": read_tail(card.number),
        "closed": read_day(statement.closed_on),
        "bill": read_money(statement.bill_fen),
        "open": read_money(statement.open_fen),
        "minimum": read_money(statement.open_minimum_fen),
        "due": read_day(statement.due_on),
    }
    return [Reply(_how_it_stands(statement, today), told)]


def standing(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The limit, what is used and what is left of it."""
    card = _card(turn, values)
    now = credit_cards.standing(turn.db, card, turn.message.now.date())
    told = {
        "tail": read_tail(card.number),
        "limit": read_money(now.limit_fen),
        "owed": read_money(now.owed_fen),
        "available": read_money(now.available_fen),
    }
    return [Reply("utter_card_standing", told)]


def debt(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """What all cards owe together, where several do each by itself first."""
    used = credit_cards.cards(turn.db, turn.customer_id or 0, activated=True)
    if not used:
        raise Refusal(Reply("utter_no_credit_card"))
    today = turn.message.now.date()
    owed = {card: credit_cards.standing(turn.db, card, today).owed_fen for card in used}
    owing = [card for card in used if owed[card]]
    if not owing:
        return [Reply("utter_no_debt")]
    each = [
        Reply(
            "utter_debt_of_card", {"tail": read_tail(card.number), "owed": read_money(owed[card])}
        )
        for card in owing
        if len(owing) > 1
    ]
    return [*each, Reply("utter_debt", {"owed": read_money(sum(owed.values()))})]


def first_purchases(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The newest purchases."""
    turn.state.told = {"card": values["credit_card"], "count": 0}
    first = Reply("utter_card_purchases_first", {"tail": read_tail(_card(turn, values).number)})
    return [first, *_purchases(turn, _card(turn, values))]


def more(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """Goes on with what was listed last: a card's purchases, else the account's entries."""
    card = turn.db.get(CreditCard, turn.state.told.get("card", 0))
    # The caller may have named another customer since.
    if card is None or card.customer_id != turn.customer_id:
        return more_entries(turn, values)
    return _purchases(turn, card)


def _purchases(turn: Turn, card: CreditCard) -> list[Reply]:
    begin = turn.state.told["count"]
    bought = credit_cards.purchases(turn.db, card, ENTRIES_AT_A_TIME + 1, begin)
    replies = []
    for entry in bought[:ENTRIES_AT_A_TIME]:
        amount = read_money(-entry.amount_fen)
        told = {"day": read_day(entry.at.date()), "what": entry.text, "amount": amount}
        replies.append(Reply("utter_card_purchase", told))
    turn.state.told["count"] += ENTRIES_AT_A_TIME
    if len(bought) > ENTRIES_AT_A_TIME:
        return [*replies, Reply("utter_transactions_more", offers="more")]
    return [*replies, Reply("utter_transactions_end")]


def _how_it_stands(statement: Statement, today: date) -> str:
    """The response that tells it."""
    if not statement.bill_fen:
        return "utter_card_bill_nothing"
    if not statement.open_fen:
        return "utter_card_bill_paid"
    if not statement.open_minimum_fen:
        return "utter_card_bill_minimum_paid"
    return "utter_card_bill_overdue" if today > statement.due_on else "utter_card_bill"


def _card(turn: Turn, values: dict[str, Any]) -> CreditCard:
    return turn.db.get(CreditCard, values["credit_card"])
