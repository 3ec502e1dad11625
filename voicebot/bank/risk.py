"""The bank's risk rules, pure: facts of a transfer and the rules in, reasons for a person out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from voicebot.bank.rules import (
    FEN_PER_YUAN,
    FailedPins,
    NewPayee,
    Risk,
    UnusualAmount,
    UnusualHour,
)


@dataclass(frozen=True)
class Movement:
    """A transfer as the rules see it.

    `most_fen` is the most that left the customer's accounts at once in the days that
    `unusual_amount` looks at, 0 if nothing did; `wrong_pins` those of the hours of `failed_pins`.
    """

    amount_fen: int
    at: datetime
    payee_signed_at: datetime | None
    most_fen: int
    wrong_pins: int

    @property
    def yuan(self) -> float:
        """The amount as the rules write it."""
        return self.amount_fen / FEN_PER_YUAN


def reasons(movement: Movement, risk: Risk) -> tuple[str, ...]:
    """Why a person has to look at this, each with its rule's name; nothing if nobody has to."""
    found = (
        _new_payee(movement, risk.new_payee),
        _unusual_hour(movement, risk.unusual_hour),
        _unusual_amount(movement, risk.unusual_amount),
        _failed_pins(movement, risk.failed_pins),
    )
    return tuple(filter(None, found))


def _new_payee(movement: Movement, rule: NewPayee | None) -> str:
    signed_at = movement.payee_signed_at
    if rule is None or signed_at is None or movement.yuan < rule.from_yuan:
        return ""
    new = movement.at - signed_at < timedelta(hours=rule.hours)
    return f"new_payee: signed {signed_at:%Y-%m-%d %H:%M}" if new else ""


def _unusual_hour(movement: Movement, rule: UnusualHour | None) -> str:
    if rule is None or movement.yuan < rule.from_yuan:
        return ""
    hour = movement.at.hour
    late, early = hour >= rule.after, hour < rule.before
    unusual = late and early if rule.after <= rule.before else late or early
    return f"unusual_hour: {movement.at:%H:%M}" if unusual else ""


def _unusual_amount(movement: Movement, rule: UnusualAmount | None) -> str:
    if rule is None or movement.yuan < rule.from_yuan:
        return ""
    most_yuan = movement.most_fen / FEN_PER_YUAN
    told = f"{movement.yuan:.2f} yuan, before at most {most_yuan:.2f} in {rule.days} days"
    return f"unusual_amount: {told}" if movement.yuan > rule.times * most_yuan else ""


def _failed_pins(movement: Movement, rule: FailedPins | None) -> str:
    if rule is None or movement.yuan < rule.from_yuan or movement.wrong_pins < rule.count:
        return ""
    return f"failed_pins: {movement.wrong_pins} wrong PINs in {rule.hours} hours"
