"""What a caller knows of their documents: less than the PIN proves, enough for a loss report."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from voicebot.bank.tables import Call, Customer, IdentityDocument

WRONG_ANSWERS_ALLOWED = 3
TAIL_DIGITS = 4

Outcome = Literal["correct", "wrong", "locked"]


def check_document(db: Session, call_id: str, tail: str, now: datetime) -> Outcome:
    """Whether `tail` is the last four digits of the ID document (a letter behind them left out).

    A caller who was named by the ID number is asked for the end of the registered phone number
    instead. After three wrong answers of a customer no more count on that day, in no call; a call
    hears "locked" after three of its own, whether or not its number is a customer's, so nobody
    learns that.
    """
    call = db.get(Call, call_id)
    if call is None:
        return "wrong"
    customer = db.get(Customer, call.customer_id) if call.customer_id else None
    document = db.get(IdentityDocument, call.customer_id) if customer else None
    if call.wrong_documents < WRONG_ANSWERS_ALLOWED and customer and document:
        if document.wrong_on != now.date():
            document.wrong_answers, document.wrong_on = 0, now.date()
        known = customer.phone if call.named_by_document else re.sub(r"\D", "", document.number)
        if document.wrong_answers < WRONG_ANSWERS_ALLOWED and tail == known[-TAIL_DIGITS:]:
            document.wrong_answers = 0
            call.document_checked_at = now
            db.flush()
            return "correct"
        document.wrong_answers += 1
    call.wrong_documents += 1
    db.flush()
    return "locked" if call.wrong_documents >= WRONG_ANSWERS_ALLOWED else "wrong"
