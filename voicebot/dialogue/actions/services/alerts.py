"""Notices of account changes, on and off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import alerts, calls
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import UnknownAccount
from voicebot.bank.tables import Account
from voicebot.dialogue.actions.answers.account import spoken_name
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.services.service import Outcome, Refusal, Service, Spoken, Values
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_tail


def _on_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    return {**_account(db, values), "from": _threshold(values["threshold"])}


def _turn_on(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    alerts.turn_on(db, _own(db, values, confirmation), values["threshold"])
    return Outcome({**_account(db, values), "from": _threshold(values["threshold"])})


def _off_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    told = _account(db, values)
    if alerts.setting(db, values["account"]) is None:
        raise Refusal(Reply("utter_alerts_are_off", told))
    return told


def _turn_off(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    alerts.turn_off(db, _own(db, values, confirmation))
    return Outcome(_account(db, values))


def _own(db: Session, values: Values, confirmation: Confirmation) -> int:
    account: Account = db.get(Account, values["account"])
    if account.customer_id != calls.authenticated_customer(db, confirmation.call_id):
        raise UnknownAccount("the account is another customer's")
    return account.id


def _account(db: Session, values: Values) -> Spoken:
    account: Account = db.get(Account, values["account"])
    return {"account": spoken_name(account), "tail": read_tail(account.number)}


def _threshold(amount_fen: int) -> str:
    return f"{read_money(amount_fen)}以上" if amount_fen else "每一笔"


ALERTS_ON = Service(_on_read_back, _turn_on)
ALERTS_OFF = Service(_off_read_back, _turn_off)
