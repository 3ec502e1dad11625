"""SMS to customers, written in the transaction of what they tell, sent afterwards by the connector.

A notice that was queued is sent at least once, also when the program is killed in between.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from voicebot.bank.tables import SmsMessage


def queue_sms(db: Session, *, phone: str, text: str, key: str, at: datetime) -> None:
    """Queues one SMS; the same `key` again queues nothing more, an empty `phone` nothing at all."""
    queued = select(SmsMessage.id).where(SmsMessage.key == key)
    if not phone or db.execute(queued).scalar_one_or_none() is not None:
        return
    db.add(SmsMessage(phone=phone, text=text, key=key, queued_at=at))
    db.flush()


def written_yuan(amount_fen: int) -> str:
    """The amount as an SMS writes it: 1,234.50元."""
    yuan, fen = divmod(amount_fen, 100)
    return f"{yuan:,}.{fen:02d}元"


def queued_sms(db: Session, limit: int) -> list[SmsMessage]:
    """The messages that the SMS centre has not taken yet, the oldest first."""
    waiting = select(SmsMessage).where(SmsMessage.sent_at == null())
    return list(db.execute(waiting.order_by(SmsMessage.id).limit(limit)).scalars())


def mark_sent(db: Session, message_id: int, at: datetime, refusal: str = "") -> None:
    """The centre has taken the message, or has refused it for good."""
    message = db.get(SmsMessage, message_id)
    message.sent_at = at
    message.refusal = refusal
    db.flush()
