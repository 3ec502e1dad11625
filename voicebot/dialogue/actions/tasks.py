"""A task and its flow: values are taken, questions asked, the read-back said, the yes carried out.

begin ─▶ fill ─▶ advance ─▶ ask ─▶ … ─▶ read_back ─▶ do ─▶ finish ─▶ the task put aside before
            ▲        │        └── a value, in any order ──┘     ▲
                     └─▶ tell: an inquiry, nothing to confirm ──┘
"""

from __future__ import annotations

import uuid
from typing import Any

from voicebot.bank import calls, outcomes
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import BankError, ChannelLocked, NotAuthenticated, NotSigned, RiskFound
from voicebot.dialogue.actions import approval, handover, identification
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.bank_refusals import refusal_of
from voicebot.dialogue.actions.flows import Flow
from voicebot.dialogue.actions.going_on import goes_on
from voicebot.dialogue.actions.inquiries import INQUIRIES
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Button, Reply
from voicebot.dialogue.actions.services import SERVICES
from voicebot.dialogue.actions.services.service import Spoken
from voicebot.dialogue.actions.state import ANYTHING_ELSE, CONFIRM, IDENTITY, OFFER, Task
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.numbers import read_integer
from voicebot.speech.wording import TERSE

# Beside "the others": four in all, three for who wants short menus (A9).
OPTIONS_AT_A_TIME, OPTIONS_OF_SHORT_MENUS = 3, 2
# The caller wants the open question in other words, or none of what was offered.
ASK_AGAIN = "ask_again"


def know(turn: Turn, task: Task, slot: str, value: Any) -> list[Reply]:
    """The caller keyed or chose this value."""
    _put(task, slot, value)
    turn.state.failures = 0
    return advance(turn, task)


def fill(turn: Turn, task: Task, text: str) -> list[Reply] | None:
    """Takes every value of the flow that `text` has; None if it has none."""
    _become(turn, task, text)
    found, problems = False, []
    unclear: dict[str, list[Any]] = {}
    misheard: dict[str, list[Any]] = {}
    repeated: list[Reply] = []
    numbers: dict[str, str] = {}
    for question in turn.questions(task):
        try:
            heard = ANSWERS[question.slot].hear(text, turn.context(task))
        except Refusal as refusal:
            return refused(turn, task, refusal)
        if heard is None:
            continue
        if heard.number and task.number:
            # 第三位是八 mends the open number, and is no amount.
            return check_number(turn, task, question.slot, heard.number)
        if heard.number:
            numbers[question.slot] = heard.number
        elif heard.problem:
            problems.append(heard.reply)
        elif heard.candidates:
            unclear[question.slot] = list(heard.candidates)
        elif values := _misheard(turn, task, question.slot, heard.value, text):
            misheard[question.slot] = values
        else:
            _put(task, question.slot, heard.value)
            turn.state.filled_by, found = text, True
            repeated += _repeated(turn, task, question.slot)
    for slot, digits in numbers.items():
        return check_number(turn, task, slot, digits)
    for slot, candidates in unclear.items():
        return offer(turn, task, slot, candidates)
    for slot, values in misheard.items():
        return ask_which(turn, task, slot, values)
    if not found and not problems:
        return None
    replies = advance(turn, task)
    if turn.state.question == CONFIRM:
        return [*problems, *replies]  # the read-back says it
    return [*problems, *repeated, *replies]


def _misheard(turn: Turn, task: Task, slot: str, value: Any, text: str) -> list[Any]:
    """The value and what else it may have been, where it was not heard for sure; else nothing."""
    message, answer = turn.message, ANSWERS[slot]
    # What was said before the PIN is read back; who says it twice is believed.
    if not answer.misheard or slot == task.misheard or text != message.text:
        return []
    values = [value]
    for other in message.others if not message.is_surely_heard else ():
        heard = answer.hear(other.text, turn.context(task))
        if heard and heard.value is not None and heard.value not in values:
            values.append(heard.value)
    return values[: options_at_a_time(turn)] if len(values) > 1 else []


def _repeated(turn: Turn, task: Task, slot: str) -> list[Reply]:
    """Says what was taken for the answer, where it was not heard for sure."""
    if turn.message.is_surely_heard or not ANSWERS[slot].misheard:
        return []
    value = ANSWERS[slot].called(task.values[slot], turn.context(task))
    return [Reply("utter_heard", {"value": value})]


def ask_which(turn: Turn, task: Task, slot: str, values: list[Any]) -> list[Reply]:
    """One of them was said: they are options, and the last is that none of them was."""
    task.misheard, task.page = slot, 0
    turn.state.question = slot
    task.values.pop(slot, None)
    options = read_options(turn, task, slot, values)
    none = Button("都不是", f"/{ASK_AGAIN}")
    key = {"key": read_integer(len(values) + 1)}
    return [Reply(ANSWERS[slot].misheard), *options, Reply("utter_option_none", key, (none,))]


def check_number(turn: Turn, task: Task, slot: str, digits: str) -> list[Reply]:
    """A spoken number is read back in parts, and counts after a yes."""
    task.values.pop(slot, None)
    turn.state.question = slot
    task.numbers.append(digits)
    return ask(turn, task, slot)


def _put(task: Task, slot: str, value: Any) -> None:
    """Keeps the answer, and drops those that only the earlier one gave a meaning to."""
    if task.values.get(slot) != value:
        for dependent, answer in ANSWERS.items():
            if answer.depends_on == slot:
                task.values.pop(dependent, None)
    task.values[slot] = value


def begin(turn: Turn, flow: Flow, text: str) -> list[Reply]:
    """Starts the flow with everything that was said with the wish (给张三转五百块).

    A key of a menu may bring a value (/pay_bill{"biller": "water"}).
    """
    state = turn.state
    aside: list[Reply] = []
    if state.task and state.task.flow != flow.name:
        state.waiting.append(state.task)
        aside = [] if flow.tells else [Reply("utter_put_aside")]
    slots = [question.slot for question in flow.questions]
    brought = {s: value for s, value in turn.message.entities.items() if s in slots}
    state.task = Task(flow.name, values=brought, said=text)
    return [*aside, *start(turn, state.task)]


def start(turn: Turn, task: Task) -> list[Reply]:
    """Goes on with what was said with the wish, once the caller is known surely enough."""
    _become(turn, task, task.said)
    gate = _gate(turn, task)
    if gate:
        return gate
    said, task.said = task.said, ""
    replies = fill(turn, task, said) if said else None
    return advance(turn, task) if replies is None else replies


def _become(turn: Turn, task: Task, text: str) -> None:
    """A value that belongs to another flow makes the task that one; nothing given is lost."""
    for slot, flow in turn.flows[task.flow].becomes.items():
        if ANSWERS[slot].hear(text, turn.context(task)):
            task.flow = flow
            return


def _gate(turn: Turn, task: Task) -> list[Reply]:
    """What stands between the caller and the task: a number, the PIN, a contract; or nothing."""
    needs = turn.flows[task.flow].needs
    if needs == "signed" and calls.level(turn.db, turn.message.call_id) == "pin":
        return [Reply("utter_not_signed"), *finish(turn)]
    return identification.gate(turn, needs, task.flow)


def advance(turn: Turn, task: Task) -> list[Reply]:
    """Asks for what is not known yet, in the flow's order; then tells it, or reads it back."""
    flow = turn.flows[task.flow]
    task.page, task.numbers, task.misheard = 0, [], ""
    for question in turn.questions(task):
        if question.slot in task.values:
            continue
        only = ANSWERS[question.slot].assume(turn.context(task))
        if only is None:
            turn.state.question = question.slot
            return ask(turn, task, question.slot)
        task.values[question.slot] = only
    return tell(turn, task) if flow.tells else read_back(turn, task)


def tell(turn: Turn, task: Task) -> list[Reply]:
    """Says what was asked for; what cannot be told is said like a refused deed."""
    try:
        told = INQUIRIES[turn.flows[task.flow].tells](turn, task.values)
    except Refusal as refusal:
        return refused(turn, task, refusal)
    turn.finished.append(task.flow)
    turn.state.inquiry = {"flow": task.flow, "values": task.values}
    answer, last = told[:-1], told[-1]
    if answer and turn.something_waits and last.response in turn.asking:
        return [*answer, *finish(turn)]  # an offer's keys would be those of the next question
    return [*told, *finish(turn, last)]


def ask(turn: Turn, task: Task, slot: str) -> list[Reply]:
    """The question for `slot`, with the options that can be chosen by key."""
    answer, context = ANSWERS[slot], turn.context(task)
    # Over a number that is being checked, 1 and 2 are yes and no.
    options = [] if task.number else list(answer.options(context))
    if answer.nothing and not options and not task.number:
        return [Reply(answer.nothing), *finish(turn)]
    try:
        asks = {question.slot: question.ask for question in turn.questions(task)}
        question = answer.ask(asks[slot], context)
    except Refusal as refusal:
        return refused(turn, task, refusal)
    return [*question, *read_options(turn, task, slot, options)]


def offer(turn: Turn, task: Task, slot: str, candidates: list[Any]) -> list[Reply]:
    """Several are meant by the same sound: ask which."""
    turn.state.question = slot
    task.values.pop(slot, None)
    return [Reply(ANSWERS[slot].which), *read_options(turn, task, slot, candidates)]


def options_at_a_time(turn: Turn) -> int:
    """How many are read beside "the others"."""
    return OPTIONS_OF_SHORT_MENUS if turn.message.wording == TERSE else OPTIONS_AT_A_TIME


def read_options(turn: Turn, task: Task, slot: str, options: list[Any]) -> list[Reply]:
    """Some options and "the others", the option before its key."""
    at_a_time = options_at_a_time(turn)
    pages = max((len(options) + at_a_time - 1) // at_a_time, 1)
    first = task.page % pages * at_a_time
    task.options = options[first : first + at_a_time]
    replies = []
    for number, value in enumerate(task.options, 1):
        reply = ANSWERS[slot].offer(value, read_integer(number), turn.context(task))
        payload = f'/choose{{"option": "{number}"}}'
        button = Button(next(iter(reply.values.values())), payload)
        replies.append(Reply(reply.response, reply.values, (button,)))
    if pages > 1:
        more = Button("其他", "/more_options")
        key = {"key": read_integer(len(task.options) + 1)}
        replies.append(Reply("utter_option_more", key, (more,)))
    return replies


def read_back(turn: Turn, task: Task) -> list[Reply]:
    """Says everything that would happen, under a new key that one yes may use once."""
    if gate := _gate(turn, task):
        return gate
    flow = turn.flows[task.flow]
    service = SERVICES[flow.does]
    try:
        task.values.update(service.look_up(turn.context(task)))
        asked = (turn.db, turn.customer_id or 0, task.values, turn.message.now)
        confirm = service.confirm(*asked) or flow.confirm
        values = service.read_back(*asked)
    except (Refusal, BankError) as refusal:
        return refused(turn, task, refusal)
    task.key = str(uuid.uuid4())
    task.read_back = turn.wording[confirm].format(**values)
    turn.state.question = CONFIRM
    return [Reply(confirm, values), Reply("utter_confirm_options")]


def do(turn: Turn, task: Task) -> list[Reply]:
    """The caller said yes to this read-back: it is done now, once."""
    flow, message = turn.flows[task.flow], turn.message
    confirmation = Confirmation(
        idempotency_key=task.key,
        read_back=task.read_back,
        confirmed_by=message.by,
        call_id=message.call_id,
        recording_s=message.recording_s,
        at=message.now,
    )
    try:
        # A refusal in the middle leaves nothing half done.
        with turn.db.begin_nested():
            outcome = SERVICES[flow.does].do(
                turn.db, turn.customer_id or 0, task.values, confirmation
            )
    except ChannelLocked:
        return identification.locked(turn)
    except (NotAuthenticated, NotSigned):
        return read_back(turn, task)
    except (Refusal, BankError) as refusal:
        return refused(turn, task, refusal)
    if outcome.approval:
        turn.state.task = None
        return approval.ask(turn, outcome.approval)
    if outcome.instruction_id and turn.outside.deliver(turn.db, outcome.instruction_id):
        return []  # what becomes of it is told when this turn is played again
    response = outcome.response or flow.done
    if outcome.instruction_id is None:
        _note_outcome(turn, task.key, response, outcome.spoken)
    else:
        turn.outcomes.extend(outcome.noted)
    earlier = outcome.repeated and outcome.instruction_id is None
    done = Reply("utter_already_done" if earlier else response, outcome.spoken)
    turn.finished.append(task.flow)
    if flow.then and outcome.then is not None:
        turn.state.task = Task(flow.then, values=outcome.then)
        return [done, *advance(turn, turn.state.task)]
    return [done, *finish(turn)]


def _note_outcome(turn: Turn, key: str, response: str, spoken: Spoken) -> None:
    """Kept until the caller has heard it, whatever happens to the call."""
    outcome = outcomes.record(
        turn.db,
        key=key,
        customer_id=turn.customer_id,
        phone=turn.phone,
        call_id=turn.message.call_id,
        response=response,
        spoken=spoken,
        text=turn.wording[response].format(**spoken),
        at=turn.message.now,
    )
    turn.outcomes.append(outcome.id)


def refused(turn: Turn, task: Task, error: Refusal | BankError) -> list[Reply]:
    """The bank would not do it: why, and the question whose answer can be changed."""
    if isinstance(error, RiskFound):
        told, rest = handover.for_risk(turn, task, error), finish(turn)
        return told if turn.person_available else [*told, *rest]
    asked = [question.slot for question in turn.questions(task)]
    refusal = error if isinstance(error, Refusal) else refusal_of(error, asked)
    if refusal.ask_again not in asked:
        return [refusal.reply, *finish(turn)]
    task.values.pop(refusal.ask_again, None)
    return [refusal.reply, *advance(turn, task)]


def listening(turn: Turn) -> dict[str, Any]:
    """What the ear is told beside the kind of the question: the names that only this caller would
    say now, the digits heard so far, and how many there are to be.
    """
    state, task = turn.state, turn.state.task
    if state.question in IDENTITY:
        numbers = [state.identifier] if state.identifier else []
        return {"phrases": identification.endings(turn), "numbers": numbers}
    if task is None:
        return {}
    context = turn.context(task)
    slots = [question.slot for question in turn.questions(task)]
    phrases = [phrase for slot in slots for phrase in ANSWERS[slot].phrases(context)]
    answer = ANSWERS.get(state.question)
    length = answer.length(context) if answer else None
    return {"phrases": phrases, "numbers": task.numbers} | ({"max_keys": length} if length else {})


def finish(turn: Turn, last: Reply | None = None) -> list[Reply]:
    """The task is over: the one put aside goes on, then the next request, else it is asked for.

    What was said `last` may be a question of its own (再往前的明细，请按一).
    """
    state = turn.state
    state.task = state.waiting.pop() if state.waiting else None
    if state.task:
        return [goes_on(turn, state.task), *start(turn, state.task)]
    if state.requests:
        flow, said = state.requests.pop(0)
        return [Reply("utter_next_request"), *begin(turn, turn.flows[flow], said)]
    if last and last.response in turn.asking:
        state.question, state.offer = OFFER, last.offers
        state.offered = {"response": last.response, "values": last.values}
        return []
    state.question = ANYTHING_ELSE
    return [Reply("utter_anything_else")]
