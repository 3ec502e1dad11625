"""Who the caller is: a number names the customer, the end of a document or the PIN proves it.

unknown ──a number──▶ known ──last four digits of a document──▶ document    reports a loss
                        └────────────PIN (never comes here)────▶ pin         moves money
"""

from __future__ import annotations

import re

from voicebot.bank import calls, customers
from voicebot.bank.rules import rules_of
from voicebot.bank.tables import Call
from voicebot.dialogue.actions.flows import LEVELS, PIN_AND_DOCUMENT
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import DOCUMENT, IDENTIFIER, PHONE_TAIL, PIN
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.digit_parts import DigitParts
from voicebot.dialogue.language.digits import LETTER, SPOKEN, parse_digits
from voicebot.dialogue.language.figures import read_count
from voicebot.dialogue.language.numbers import DIGITS, read_integer

# Passbooks and credit cards have 12 and 16 digits, ID numbers 18, or 17 without the letter at the
# end; more digits may follow, of a card with 19.
MAY_GO_ON = (12, 16, 17, 18)
PHONE_DIGITS, CARD_DIGITS = 11, 19
PHONE = re.compile("0|1[3-9]")
DOCUMENT_DIGITS = (17, 18)
# A part of a number; fewer digits stand in other sentences too (一下, 三号), unless nothing else is
# said.
DIGIT = rf"(?:[两二三四五六七八九]个)?[{SPOKEN}0-9]"
PART = re.compile(rf"(?:{DIGIT}){{3}}")
NOTHING_ELSE = re.compile(rf"(?:{DIGIT})+(?:{LETTER})?")
# How ID numbers end that have a letter, for the recogniser: else it would hear one more digit.
ENDINGS = tuple(digit + letter for digit in f"{DIGITS}幺" for letter in LETTER.split("|"))
# Whoever was misheard once says it again; after that keys are surer.
SPOKEN_TRIES = 2


def gate(turn: Turn, needs: str, wish: str) -> list[Reply]:
    """What must be asked before `wish` may be granted; nothing if the caller is known enough."""
    call_id = turn.message.call_id
    level = calls.level(turn.db, call_id)
    least = "pin" if needs == PIN_AND_DOCUMENT else needs
    if LEVELS.index(level) < LEVELS.index(least):
        turn.state.wish, turn.state.identifier, turn.state.misheard = wish, "", 0
        return ask_identifier(turn) if level == "unknown" else _ask_proof(turn, least)
    if needs == PIN_AND_DOCUMENT and not calls.knows_document(turn.db, call_id):
        turn.state.wish = wish
        return _ask_proof(turn, "document")
    return []


def ask_identifier(turn: Turn) -> list[Reply]:
    """Asks for a number that names the customer, or for the rest of it; who lost a card need not
    know its number.
    """
    turn.state.question = IDENTIFIER
    if turn.state.identifier:
        return [_goes_on(turn)]
    document = _needs(turn) == "document"
    return [Reply("utter_ask_loss_identifier" if document else "utter_ask_identifier")]


def spoken(turn: Turn, text: str) -> list[Reply] | None:
    """A number that names the customer was said, or a part of it; None if it was neither.

    Nobody hears the digits again: all parts together are the number, and this is a speakerphone.
    A number that nobody has was most likely misheard. Where the document decides it is believed if
    it could be one, so that nobody finds out here who banks with us.
    """
    state, said = turn.state, parse_digits(text)
    if not PART.search(text) and not (state.identifier and NOTHING_ELSE.fullmatch(text)):
        return None
    at_once = len(said) >= PHONE_DIGITS
    number = DigitParts("" if at_once else state.identifier, CARD_DIGITS).heard(text)
    begins_again = not number or number.missing < 0
    state.identifier = number.digits if number and not begins_again else said
    may_go_on = len(state.identifier) in MAY_GO_ON
    if not may_go_on and not _is_whole(state.identifier):
        return _misheard(turn) if begins_again else [_goes_on(turn)]
    if _needs(turn) == "document":
        return identified(turn, state.identifier) if at_once or not may_go_on else [_goes_on(turn)]
    if customers.by_identifier(turn.db, state.identifier):
        return identified(turn, state.identifier)
    return _misheard(turn) if at_once or not may_go_on else [_goes_on(turn)]


def identified(turn: Turn, digits: str) -> list[Reply]:
    """The caller gave a number: PIN or document decide, whether or not it is a customer's."""
    by_document = len(digits) in DOCUMENT_DIGITS
    customer = customers.by_identifier(turn.db, digits)
    if customer:
        calls.identify(turn.db, turn.message.call_id, customer.id, named_by_document=by_document)
    turn.state.identifier, turn.state.misheard = "", 0
    return _ask_proof(turn, _needs(turn), by_document)


def _is_whole(digits: str) -> bool:
    """Whether nothing can follow: a card, or a phone number, as which no card begins."""
    is_phone = len(digits) == PHONE_DIGITS and PHONE.match(digits)
    return bool(is_phone) or len(digits) == CARD_DIGITS


def _misheard(turn: Turn) -> list[Reply]:
    """Nobody has this number: it is said again once, and then keyed."""
    state = turn.state
    state.misheard += 1
    if state.misheard >= SPOKEN_TRIES:
        state.identifier = ""
        return [Reply("utter_identifier_not_heard")]
    if len(state.identifier) in MAY_GO_ON or not _is_whole(state.identifier):
        return [_goes_on(turn)]
    state.identifier = ""
    return [Reply("utter_identifier_again")]


def _goes_on(turn: Turn) -> Reply:
    """How many digits were heard, and what is to follow."""
    count = len(turn.state.identifier)
    response = "utter_identifier_is_it_all" if count in MAY_GO_ON else "utter_identifier_goes_on"
    return Reply(response, {"count": read_count(count)})


def endings(turn: Turn) -> list[str]:
    """What the open question may be answered with besides digits: the end of an ID number."""
    by_document = turn.state.question == IDENTIFIER and _needs(turn) == "document"
    return list(ENDINGS) if by_document or turn.state.question == DOCUMENT else []


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
