"""Who the caller is: a number names the customer, the PIN proves it (and never comes here)."""

from __future__ import annotations

from voicebot.bank import calls, customers
from voicebot.bank.rules import rules_of
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import IDENTIFIER, PIN
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.numbers import read_integer

LEVELS = ("unknown", "known", "pin", "signed")


def gate(turn: Turn, needs: str, wish: str) -> list[Reply]:
    """What must be asked before `wish` may be granted; nothing if the caller is known enough."""
    level = calls.level(turn.db, turn.message.call_id)
    if LEVELS.index(level) >= LEVELS.index(needs):
        return []
    turn.state.wish = wish
    if level == "unknown":
        turn.state.question = IDENTIFIER
        return [Reply("utter_ask_identifier")]
    turn.state.question = PIN
    return [Reply("utter_ask_pin")]


def identified(turn: Turn, digits: str, by_key: bool) -> list[Reply]:
    """The caller gave a card or phone number: the PIN decides, whether or not it is a customer's.

    A spoken number that nobody has was most likely misheard; a keyed one gets the same words as a
    customer's, so that nobody finds out here who banks with us.
    """
    customer = customers.by_identifier(turn.db, digits)
    if customer:
        calls.identify(turn.db, turn.message.call_id, customer.id)
    elif not by_key:
        return [Reply("utter_identifier_not_heard")]
    turn.state.question = PIN
    return [Reply("utter_ask_pin")]


def failed(turn: Turn, attempts_left: int) -> list[Reply]:
    """A wrong PIN: how often it may be tried again; a number without a card has no more tries."""
    turn.state.pin_failures += 1
    if turn.state.pin_failures >= rules_of(turn.db).security.wrong_pins:
        return locked(turn)
    turn.state.question = PIN
    return [Reply("utter_pin_wrong", {"left": _times(attempts_left)}), Reply("utter_ask_pin")]


def locked(turn: Turn) -> list[Reply]:
    """The card is closed to the telephone: what the caller wanted is given up."""
    turn.state.task, turn.state.wish, turn.state.question = None, "", ""
    turn.state.waiting.clear()
    turn.state.requests.clear()
    return [Reply("utter_pin_locked")]


def _times(count: int) -> str:
    return "两" if count == 2 else read_integer(count)
