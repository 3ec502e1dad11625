"""Who the caller is: a number names the customer, the end of a document or the PIN proves it.

unknown ──a number──▶ known ──last four digits of a document──▶ document    reports a loss
                        └────────────PIN (never comes here)────▶ pin         moves money
"""

from __future__ import annotations

from voicebot.bank import calls, customers
from voicebot.bank.rules import rules_of
from voicebot.bank.tables import Call
from voicebot.dialogue.actions.flows import LEVELS, PIN_AND_DOCUMENT
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import DOCUMENT, IDENTIFIER, PHONE_TAIL, PIN
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.numbers import read_integer

# Phone, card, passbook and ID numbers; an ID number may be keyed without the letter at its end.
IDENTIFIER_DIGITS = range(11, 20)
DOCUMENT_DIGITS = (17, 18)


def gate(turn: Turn, needs: str, wish: str) -> list[Reply]:
    """What must be asked before `wish` may be granted; nothing if the caller is known enough."""
    call_id = turn.message.call_id
    level = calls.level(turn.db, call_id)
    least = "pin" if needs == PIN_AND_DOCUMENT else needs
    if LEVELS.index(level) < LEVELS.index(least):
        turn.state.wish = wish
        return ask_identifier(turn) if level == "unknown" else _ask_proof(turn, least)
    if needs == PIN_AND_DOCUMENT and not calls.knows_document(turn.db, call_id):
        turn.state.wish = wish
        return _ask_proof(turn, "document")
    return []


def ask_identifier(turn: Turn) -> list[Reply]:
    """Asks for a number that names the customer; who lost a card need not know its number."""
    turn.state.question = IDENTIFIER
    document = _needs(turn) == "document"
    return [Reply("utter_ask_loss_identifier" if document else "utter_ask_identifier")]


def identified(turn: Turn, digits: str, by_key: bool) -> list[Reply]:
    """The caller gave a number: PIN or document decide, whether or not it is a customer's.

    A spoken number that nobody has was most likely misheard; a keyed one gets the same words as a
    customer's, so that nobody finds out here who banks with us. Where the document decides, that
    holds for every spoken number that could be one: a wrong answer leads back here.
    """
    by_document = len(digits) in DOCUMENT_DIGITS
    customer = customers.by_identifier(turn.db, digits)
    if customer:
        calls.identify(turn.db, turn.message.call_id, customer.id, named_by_document=by_document)
    elif not by_key and (_needs(turn) != "document" or len(digits) not in IDENTIFIER_DIGITS):
        return [Reply("utter_identifier_not_heard")]
    return _ask_proof(turn, _needs(turn), by_document)


def named_in_call(turn: Turn) -> bool:
    """Whether the caller had to give a number, which may have been misheard."""
    return customers.by_phone(turn.db, turn.message.caller_number) is None


def _needs(turn: Turn) -> str:
    """What the wish needs that the question was asked for."""
    flow = turn.flows.get(turn.state.wish)
    return flow.needs if flow else "pin"


def _ask_proof(turn: Turn, needs: str, by_document: bool | None = None) -> list[Reply]:
    """Asks for the PIN, or for the end of a document that the caller has not just given."""
    if needs != "document":
        turn.state.question = PIN
        return [Reply("utter_ask_pin")]
    if by_document is None:
        by_document = bool(turn.db.get(Call, turn.message.call_id).named_by_document)
    turn.state.question = PHONE_TAIL if by_document else DOCUMENT
    return [Reply(f"utter_ask_{turn.state.question}")]


def failed(turn: Turn, attempts_left: int) -> list[Reply]:
    """A wrong PIN: how often it may be tried again; a number without a card has no more tries."""
    turn.state.pin_failures += 1
    if turn.state.pin_failures >= rules_of(turn.db).security.wrong_pins:
        return locked(turn)
    turn.state.question = PIN
    return [Reply("utter_pin_wrong", {"left": _times(attempts_left)}), Reply("utter_ask_pin")]


def locked(turn: Turn) -> list[Reply]:
    """The card is closed to the telephone: what the caller wanted is given up."""
    give_up(turn)
    return [Reply("utter_pin_locked")]


def give_up(turn: Turn) -> None:
    """Nothing of what the caller wanted is left."""
    turn.state.task, turn.state.wish, turn.state.question = None, "", ""
    turn.state.waiting.clear()
    turn.state.requests.clear()


def _times(count: int) -> str:
    return "两" if count == 2 else read_integer(count)
