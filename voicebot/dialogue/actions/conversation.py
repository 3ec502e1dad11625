"""One turn of the conversation: what the caller meant becomes replies and a new state.

    an answer to the open question ─▶ the task goes on      1234  张三  五百块  不对，是六百
    a yes or a no to a read-back   ─▶ done, or not done      是的  不对  1  2
    a wish                         ─▶ task, inquiry, menu    转账  余额还有多少  返回  人工
    anything else                  ─▶ asked again, in other words each time

Values are looked for before wishes, so 李四 at "to whom?" is never taken for anything but a payee.
Money moves in `tasks.do` only, and `_yes_or_no` alone leads there.
"""

from __future__ import annotations

from collections.abc import Callable

from voicebot.bank import calls, documents, outcomes
from voicebot.bank.tables import Outcome
from voicebot.dialogue.actions import approval, handover, identification, number_check, tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.inquiries.knowledge import note_if_question
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import (
    ANYTHING_ELSE,
    APPROVAL,
    CHANGE,
    CONFIRM,
    DOCUMENT,
    IDENTIFIER,
    IDENTITY,
    OFFER,
    PHONE_TAIL,
    PIN,
    Task,
)
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.written import read_written
from voicebot.dialogue.language.yes_no import hear_yes_no

FAILURES_BEFORE_HELP = 3
# A spoken card or phone number loses a digit at times; fewer than this are none.
SHORTEST_IDENTIFIER = 9
# One digit of four may be lost; fewer stand in other sentences too (一下, 张三).
FEWEST_DIGITS_OF_A_TAIL = documents.TAIL_DIGITS - 1
# What the model is not sure of may still be a question that the knowledge base knows.
QUESTIONS, UNSURE = "ask_knowledge", ("nlu_fallback", "out_of_scope")
# An intent of this name says the response of its name: menus are wording, and staff's.
MENU = "menu_"
# A held caller has been silent for a while.
HELD = "held"
HUMAN = "human"
# A half sentence is less to go by than a whole one.
SURE = 0.6


def answer(turn: Turn) -> list[Reply]:
    """What is said now; `turn.state` is changed to what the next turn needs to know."""
    held = turn.state.question == APPROVAL
    if turn.message.intent != HELD:
        calls.take_turn(turn.db, turn.message.call_id, turn.message.now)
    news = approval.news(turn)
    if news and held and turn.message.intent not in turn.flows:
        replies = tasks.finish(turn)
    else:
        replies = _answer(turn)
    return [*_untold(turn), *news, *replies]


def _answer(turn: Turn) -> list[Reply]:
    event = EVENTS.get(turn.message.intent)
    if event:
        return event(turn)
    if _are_two_requests(turn):
        return _understood(turn, _first_of_two(turn))
    replies = _heard(turn) if turn.message.text else _pressed(turn)
    if replies is None:
        replies = _wish(turn)
    if replies is None:
        return _not_understood(turn)
    return replies


def _untold(turn: Turn) -> list[Reply]:
    """What became of earlier wishes and was not heard, once the caller has shown the PIN."""
    if turn.customer_id is None or not calls.is_authenticated(turn.db, turn.message.call_id):
        return []
    earlier = [
        outcome
        for outcome in outcomes.untold(turn.db, turn.customer_id)
        if outcome.id not in turn.outcomes
    ]
    if not earlier:
        return []
    turn.outcomes.extend(outcome.id for outcome in earlier)
    return [Reply("utter_outcome_untold"), *(_outcome(turn, outcome) for outcome in earlier)]


def _outcome(turn: Turn, outcome: Outcome) -> Reply:
    """In recorded pieces if the wording still has it, else as it was written down."""
    if outcome.response in turn.wording:
        return Reply(outcome.response, outcome.spoken)
    return Reply("utter_outcome", {"outcome": read_written(outcome.text)})


# Events of the telephone and of the keypad -----------------------------------------------------


def _call_began(turn: Turn) -> list[Reply]:
    message = turn.message
    calls.open_call(turn.db, message.call_id, message.caller_number, message.now)
    return [Reply("utter_greet"), Reply("utter_main_menu")]


def _authenticated(turn: Turn) -> list[Reply]:
    """The PIN or document was right: what the caller wanted before it is done now."""
    state, wish = turn.state, turn.state.wish
    state.wish, state.question, state.failures, state.pin_failures = "", "", 0, 0
    if state.task and state.task.flow == wish:
        return tasks.start(turn, state.task)
    return [Reply("utter_main_menu")]


def _pin_failed(turn: Turn) -> list[Reply]:
    return identification.failed(turn, int(turn.message.entities.get("left", 0)))


def _held(turn: Turn) -> list[Reply]:
    """The second person has not decided yet: a word of progress, or the outcome comes by SMS."""
    if turn.state.question != APPROVAL:
        return _ask_again(turn)
    if approval.in_time(turn):
        return [Reply("utter_approval_waiting")]
    return [Reply("utter_approval_late"), *tasks.finish(turn)]


def _keyed(turn: Turn) -> list[Reply]:
    """A number was keyed as the answer to the open question."""
    state, keys = turn.state, str(turn.message.entities.get("keys", ""))
    if state.question == IDENTIFIER:
        return identification.identified(turn, keys, by_key=True)
    if state.question in (DOCUMENT, PHONE_TAIL):
        return _document(turn, keys)
    if state.task and state.question in ANSWERS:
        state.task.number = ""  # keys say the whole number
        try:
            heard = ANSWERS[state.question].keyed(keys, turn.context(state.task))
        except Refusal as refusal:
            return tasks.refused(turn, state.task, refusal)
        if heard and heard.problem:
            return [Reply(heard.problem), *_ask_again(turn)]
        if heard:
            return tasks.know(turn, state.task, state.question, heard.value)
    return _not_understood(turn)


def _chosen(turn: Turn) -> list[Reply]:
    """An option was chosen by its key."""
    task, option = turn.state.task, int(turn.message.entities.get("option", 0))
    if task is None or not 1 <= option <= len(task.options):
        return _not_understood(turn)
    return tasks.know(turn, task, turn.state.question, task.options[option - 1])


def _own_number(turn: Turn) -> list[Reply]:
    """Key 1 at "which number?": the caller's own."""
    task, question = turn.state.task, turn.state.question
    own = ANSWERS[question].own(turn.context(task)) if task and question in ANSWERS else None
    if task is None or own is None:
        return _not_understood(turn)
    return tasks.know(turn, task, question, own)


def _more_options(turn: Turn) -> list[Reply]:
    if turn.state.task is None or turn.state.question not in ANSWERS:
        return _not_understood(turn)
    turn.state.task.page += 1
    return tasks.ask(turn, turn.state.task, turn.state.question)


# Answers to the open question ------------------------------------------------------------------


def _are_two_requests(turn: Turn) -> bool:
    """Whether both halves of the sentence are services (查下余额再给李四转两百)."""
    return bool(turn.message.halves) and all(
        half.intent in turn.flows and half.confidence >= SURE for half in turn.message.halves
    )


def _first_of_two(turn: Turn) -> list[Reply]:
    """The first request now, the second when it is over."""
    first, second = turn.message.halves
    turn.state.requests = [(second.intent, second.text)]
    return tasks.begin(turn, turn.flows[first.intent], first.text)


def _heard(turn: Turn) -> list[Reply] | None:
    """What spoken words answer; None if they answer nothing that is open."""
    state, text = turn.state, turn.message.text
    if state.question == IDENTIFIER:
        digits = parse_digits(text)
        if len(digits) >= SHORTEST_IDENTIFIER:
            return identification.identified(turn, digits, by_key=False)
    if state.question in (DOCUMENT, PHONE_TAIL):
        digits = parse_digits(text)
        if len(digits) >= FEWEST_DIGITS_OF_A_TAIL:
            return _document(turn, digits)
    if state.task and state.question not in IDENTITY and not _leaves_task(turn):
        replies = tasks.fill(turn, state.task, text)
        if replies is not None:
            return _understood(turn, replies)
    return _yes_or_no(turn, hear_yes_no(text))


def _pressed(turn: Turn) -> list[Reply] | None:
    """What an option of the keypad answers."""
    return _yes_or_no(turn, {"affirm": True, "deny": False}.get(turn.message.intent))


def _yes_or_no(turn: Turn, yes: bool | None) -> list[Reply] | None:
    """A plain yes to a read-back does it, a plain no does not; nothing else comes near."""
    state = turn.state
    if yes is None:
        return None
    if state.task and state.task.number:
        return _understood(turn, number_check.settle(turn, state.task, yes))
    if state.question == CONFIRM and state.task:
        if yes:
            return _understood(turn, tasks.do(turn, state.task))
        gives_up = turn.message.intent == "cancel"
        return _understood(
            turn, _cancel(turn) if gives_up else tasks.ask_what_to_change(turn, state.task)
        )
    if state.question == ANYTHING_ELSE:
        if state.approval and turn.message.intent == "cancel":
            return _understood(turn, _cancel(turn))
        state.question = ""
        return _understood(turn, [Reply("utter_main_menu")] if yes else _goodbye(turn))
    if state.question == OFFER:
        return _understood(turn, _offer_answered(turn, yes))
    if state.question == CHANGE and not yes:
        return _understood(turn, _cancel(turn))
    return None


def _offer_answered(turn: Turn, yes: bool) -> list[Reply]:
    """A yes to 要听明细吗 begins it; a no ends no call, it only leaves the offer."""
    state = turn.state
    if yes and state.offer in turn.flows:
        return tasks.begin(turn, turn.flows[state.offer], "")
    state.question = "" if yes else ANYTHING_ELSE
    return [Reply("utter_main_menu" if yes else "utter_anything_else")]


def _leaves_task(turn: Turn) -> bool:
    """Whether the words name another service than the open one (充五十块话费 in a transfer).

    Who asks for a person is given one, although 人工 may also be among the answers (A1).
    """
    if turn.message.intent == HUMAN and turn.message.confidence >= SURE:
        return True
    flow = turn.flows.get(turn.message.intent)
    if flow is None or turn.state.task is None or flow.name == turn.state.task.flow:
        return False
    return any(word in turn.message.text for word in flow.words)


def _document(turn: Turn, digits: str) -> list[Reply]:
    """The end of a document: right, wrong, or wrong so often that a person has to look."""
    if len(digits) < documents.TAIL_DIGITS:
        return [Reply("utter_document_unclear"), *_ask_again(turn)]
    message, tail = turn.message, digits[-documents.TAIL_DIGITS :]
    match documents.check_document(turn.db, message.call_id, tail, message.now):
        case "correct":
            return _authenticated(turn)
        case "wrong":
            again = identification.named_in_call(turn)
            question = identification.ask_identifier(turn) if again else _ask_again(turn)
            return [Reply("utter_document_wrong"), *question]
    identification.give_up(turn)
    return [Reply("utter_document_locked"), *_person(turn, "did not know the end of a document")]


# Wishes ----------------------------------------------------------------------------------------


def _wish(turn: Turn) -> list[Reply] | None:
    """What the caller wants beside the open question; None if that is not clear."""
    intent = turn.message.intent
    if (
        intent in UNSURE
        and turn.state.task is None
        and len(turn.knowledge.find(turn.message.text)) == 1
    ):
        intent = QUESTIONS
    if intent in turn.flows:
        task = turn.state.task
        if task and task.flow == turn.flows[intent].cancels:
            return _understood(turn, _cancel(turn))
        if task and task.flow == intent and turn.state.question != ANYTHING_ELSE:
            return _understood(turn, _ask_again(turn))
        return _understood(turn, tasks.begin(turn, turn.flows[intent], turn.message.text))
    if intent.startswith(MENU):
        return _understood(turn, [Reply(f"utter_{intent}")])
    command = COMMANDS.get(intent)
    return _understood(turn, command(turn)) if command else None


def _person(turn: Turn, why: str = "asked for a person") -> list[Reply]:
    told = handover.to_person(turn, why)
    return told if turn.person_available else [*told, *_ask_again(turn)]


def _back(turn: Turn) -> list[Reply]:
    """One step back: the answer given last is asked for again, the others stay."""
    state, task = turn.state, turn.state.task
    if state.question in (DOCUMENT, PHONE_TAIL) and identification.named_in_call(turn):
        return identification.ask_identifier(turn)
    if task is None or state.question in IDENTITY:
        state.task, state.wish, state.question = None, "", ""
        return [Reply("utter_main_menu")]
    if task.number:
        return tasks.advance(turn, task)
    given = [q.slot for q in turn.questions(task) if _was_given(turn, task, q.slot)]
    if not given:
        return [Reply("utter_nothing_to_go_back_to"), *_ask_again(turn)]
    del task.values[given[-1]]
    return tasks.advance(turn, task)


def _was_given(turn: Turn, task: Task, slot: str) -> bool:
    """Whether the caller answered this; what was assumed would only be assumed again."""
    return slot in task.values and ANSWERS[slot].assume(turn.context(task)) is None


def _start_over(turn: Turn) -> list[Reply]:
    task = turn.state.task
    if task is None:
        return [Reply("utter_main_menu")]
    for question in list(turn.questions(task)):
        task.values.pop(question.slot, None)
    return tasks.advance(turn, task)


def _cancel(turn: Turn) -> list[Reply]:
    if turn.state.approval and turn.state.task is None:
        return [*approval.withdraw(turn), *tasks.finish(turn)]
    if turn.state.task is None:
        turn.state.question, turn.state.wish = "", ""
        return [Reply("utter_main_menu")]
    return [Reply("utter_cancelled"), *tasks.finish(turn)]


def _main_menu(turn: Turn) -> list[Reply]:
    cancelled = [Reply("utter_cancelled")] if turn.state.task else []
    turn.state.task, turn.state.wish, turn.state.question = None, "", ""
    turn.state.waiting.clear()
    turn.state.requests.clear()
    return [*cancelled, Reply("utter_main_menu")]


def _help(turn: Turn) -> list[Reply]:
    return [Reply("utter_help"), *_ask_again(turn)]


def _goodbye(turn: Turn) -> list[Reply]:
    by_sms = [Reply("utter_approval_by_sms")] if turn.state.approval else []
    return [*by_sms, Reply("utter_goodbye")]


# Asked again -----------------------------------------------------------------------------------


def _not_understood(turn: Turn) -> list[Reply]:
    """Says so in other words each time; after the third time keys and a person are offered."""
    state = turn.state
    if state.question == APPROVAL:
        return [Reply("utter_approval_waiting")]  # 好了没有
    if state.task is None:
        note_if_question(turn)
    state.failures = min(state.failures + 1, FAILURES_BEFORE_HELP)
    if state.question == CONFIRM and state.failures == 1:
        return [Reply("utter_say_yes_or_no"), *_ask_again(turn)]
    return [Reply(f"utter_not_understood_{state.failures}"), *_ask_again(turn)]


def _understood(turn: Turn, replies: list[Reply]) -> list[Reply]:
    turn.state.failures = 0
    return replies


def _ask_again(turn: Turn) -> list[Reply]:
    """The open question once more; nothing that was given is lost."""
    state, task = turn.state, turn.state.task
    if state.question == IDENTIFIER:
        return identification.ask_identifier(turn)
    if state.question in (DOCUMENT, PHONE_TAIL):
        return [Reply(f"utter_ask_{state.question}")]
    if state.question == PIN:
        return [Reply("utter_ask_pin")]
    if state.question == ANYTHING_ELSE:
        return [Reply("utter_anything_else")]
    if state.question == CHANGE:
        return [Reply("utter_change_options")]
    if state.question == OFFER:
        return [Reply(**state.offered)]
    if state.question == APPROVAL:
        return [Reply("utter_approval_options")]
    if task and state.question == CONFIRM:
        return tasks.read_back(turn, task)
    if task and state.question in ANSWERS:
        return tasks.ask(turn, task, state.question)
    return [Reply("utter_main_menu")]


EVENTS: dict[str, Callable[[Turn], list[Reply]]] = {
    "start_call": _call_began,
    "authenticated": _authenticated,
    "pin_failed": _pin_failed,
    HELD: _held,
    "pin_locked": identification.locked,
    "inform_keys": _keyed,
    "choose": _chosen,
    "own_number": _own_number,
    "more_options": _more_options,
    "ask_again": _ask_again,
}
COMMANDS: dict[str, Callable[[Turn], list[Reply]]] = {
    HUMAN: _person,
    "go_back": _back,
    "cancel": _cancel,
    "start_over": _start_over,
    "main_menu": _main_menu,
    "help": _help,
    "goodbye": _goodbye,
}
