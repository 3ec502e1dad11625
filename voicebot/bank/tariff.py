"""The bank's tariff: the figures that it sets for its products are rows of a table, not code."""

from __future__ import annotations

from sqlalchemy.orm import Session

from voicebot.bank.tables import TariffItem

ORAL_LOSS_REPORT_DAYS = "oral_loss_report_days"
MINIMUM_PAYMENT_PERCENT = "minimum_payment_percent"
MINIMUM_PAYMENT_FLOOR_FEN = "minimum_payment_floor_fen"
TEMPORARY_LIMIT_DAYS = "temporary_limit_days"


def figure(db: Session, name: str) -> int:
    """The figure in the unit that its name says; LookupError if the tariff does not have it."""
    item = db.get(TariffItem, name)
    if item is None:
        raise LookupError(f"the tariff has no {name}; add the row to the table tariff")
    return int(item.value)
