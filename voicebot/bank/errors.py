"""Why the bank refuses. Each carries the facts that the caller is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


class BankError(Exception):
    """The bank did not do what was asked; nothing has moved."""


class NotAuthenticated(BankError):
    """The call has not shown the PIN that the request needs."""


class NotSigned(BankError):
    """The customer has not signed for this service at a branch."""


class ChannelLocked(BankError):
    """Too many wrong PINs: this card is closed to the telephone until a branch opens it."""


class InsufficientFunds(BankError):
    """The account holds `balance_fen`, less than `amount_fen`."""

    def __init__(self, amount_fen: int, balance_fen: int) -> None:
        super().__init__(f"{amount_fen} fen asked, {balance_fen} fen there")
        self.amount_fen = amount_fen
        self.balance_fen = balance_fen


class OverLimit(BankError):
    """More than the telephone channel moves: `limit_fen` at once (`per` "transaction") or a day."""

    def __init__(self, amount_fen: int, limit_fen: int, per: str) -> None:
        super().__init__(f"{amount_fen} fen asked, limit per {per} {limit_fen} fen")
        self.amount_fen = amount_fen
        self.limit_fen = limit_fen
        self.per = per


class RiskFound(BankError):
    """The bank's risk rules want a person for this: `about` what, and `reasons`, both for staff."""

    def __init__(self, about: str, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{about}: {'; '.join(reasons)}")
        self.about = about
        self.reasons = reasons


class NotPermitted(BankError):
    """This person may not do this; the message says why, and who may."""


class UnknownAccount(BankError):
    """The customer has no such account, or it cannot be used for this."""


class UnknownRequest(BankError):
    """There is no such approval, scheduled transfer or card, or it is over; the message says."""


class UnknownPayee(BankError):
    """The payee is not signed by this customer."""


class UnknownBill(BankError):
    """No biller or operator has this number."""


class UnknownInstruction(BankError):
    """There is no such order of this customer, or it is not in a state for this."""


class TooLate(BankError):
    """It can not be cancelled any more."""


class SlotTaken(BankError):
    """The appointment's time is gone or the branch is closed then."""


class AccountStopped(BankError):
    """The account's card or passbook is reported lost: nothing leaves it before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"stopped by a loss report until {until:%Y-%m-%d %H:%M}")
        self.until = until


class AlreadyReported(BankError):
    """The card or passbook is reported lost already, under `number`, until `until`."""

    def __init__(self, number: str, until: datetime) -> None:
        super().__init__(f"reported under {number}")
        self.number = number
        self.until = until


class UnknownCard(BankError):
    """The customer has no such card or passbook, or not in the state that this needs."""


class RequestClosed(BankError):
    """There is no such request, or it has been decided; the message says where to look."""


class NoAppointment(BankError):
    """The customer has no such appointment."""


class ConfirmationReused(BankError):
    """The idempotency key belongs to another movement: a mistake of ours, nothing is posted."""


class DatabaseError(BankError):
    """The database cannot be used; the message says what to do."""


class BadStatement(BankError):
    """A counterparty's statement cannot be read; the message says where, and what to do."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {problem}; ask the counterparty to send it again")
