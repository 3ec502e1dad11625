"""What the bank allows on the telephone: `limits:`, `security:`, `risk:` and `unanswered:` of
config.yaml.

They travel with the database session: `rules_of(db)` wherever a decision is made.
"""

from __future__ import annotations

from typing import Optional

from pydantic import BaseModel, Extra, Field, root_validator, validator
from sqlalchemy.orm import Session

# pydantic 1.10 reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

RULES = "rules"
FEN_PER_YUAN = 100
MINUTES_PER_HOUR = 60


class _Section(BaseModel):
    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Limit(_Section):
    """What may leave a customer's accounts at once and in a day, in whole yuan."""

    transaction_yuan: int = Field(gt=0)
    day_yuan: int = Field(gt=0)

    @root_validator(skip_on_failure=True)
    def a_day_holds_one_transaction(cls, values: dict[str, int]) -> dict[str, int]:
        if values["day_yuan"] < values["transaction_yuan"]:
            raise ValueError("day_yuan is less than transaction_yuan; raise it")
        return values

    @property
    def transaction_fen(self) -> int:
        return self.transaction_yuan * FEN_PER_YUAN

    @property
    def day_fen(self) -> int:
        return self.day_yuan * FEN_PER_YUAN


class Limits(_Section):
    """By level: with the PIN alone, with the signed service too; above, with an approval."""

    pin: Limit = Limit(transaction_yuan=5_000, day_yuan=10_000)
    signed: Limit = Limit(transaction_yuan=50_000, day_yuan=100_000)
    approval_yuan: int = Field(500_000, ge=0)


class Security(_Section):
    """PINs, how long they count, and who may approve."""

    wrong_pins: int = Field(3, ge=1, le=10)
    pin_lasts_minutes: int = Field(10, ge=1)
    approvers: tuple[str, ...] = ()
    approval_wait_s: int = Field(120, ge=10)
    approval_expires_hours: int = Field(24, ge=1)

    @validator("approvers", each_item=True)
    def approvers_have_names(cls, value: str) -> str:
        if not 1 <= len(value.strip()) <= 20:
            raise ValueError("write a name of at most 20 characters")
        return value.strip()


class Unanswered(_Section):
    """What a biller or merchant gives no answer about: when staff see it, how long it is asked."""

    staff_after_minutes: int = Field(30, ge=1)
    asked_hours: int = Field(72, ge=1)

    @root_validator(skip_on_failure=True)
    def staff_see_it_before_nobody_asks(cls, values: dict[str, int]) -> dict[str, int]:
        if values["asked_hours"] * MINUTES_PER_HOUR < values["staff_after_minutes"]:
            raise ValueError("asked_hours ends before staff_after_minutes; raise it")
        return values


class NewPayee(_Section):
    """A payee signed less than `hours` ago."""

    hours: int = Field(24, ge=1)
    from_yuan: int = Field(0, ge=0)


class UnusualHour(_Section):
    """From the hour `after` up to the hour `before`, across midnight or not."""

    after: int = Field(23, ge=0, le=23)
    before: int = Field(6, ge=0, le=23)
    from_yuan: int = Field(0, ge=0)


class UnusualAmount(_Section):
    """More than `times` the most that left this customer's accounts at once in `days` days."""

    times: float = Field(5, ge=1)
    days: int = Field(90, ge=1)
    from_yuan: int = Field(0, ge=0)


class FailedPins(_Section):
    """At least `count` wrong PINs in the last `hours`, also if a right one came after."""

    count: int = Field(2, ge=1)
    hours: int = Field(24, ge=1)
    from_yuan: int = Field(0, ge=0)


class Risk(_Section):
    """Each rule sends a transfer to a person; one that is left out is off."""

    new_payee: Optional[NewPayee] = None
    unusual_hour: Optional[UnusualHour] = None
    unusual_amount: Optional[UnusualAmount] = None
    failed_pins: Optional[FailedPins] = None


class Rules(_Section):
    """All of them."""

    limits: Limits = Limits.parse_obj({})
    security: Security = Security.parse_obj({})
    risk: Risk = Risk.parse_obj({})
    unanswered: Unanswered = Unanswered.parse_obj({})


DEFAULT_RULES = Rules()


def rules_of(db: Session) -> Rules:
    """The rules of the installation that the session is of."""
    rules: Rules = db.info.get(RULES, DEFAULT_RULES)
    return rules
