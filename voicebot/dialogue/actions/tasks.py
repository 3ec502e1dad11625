"""A task and its flow: values are taken, questions asked, the read-back said, the yes carried out.

begin ─▶ fill ─▶ advance ─▶ ask ─▶ … ─▶ read_back ─▶ do ─▶ finish ─▶ the task put aside before
            ▲        │        └── a value, in any order ──┘     ▲
                     └─▶ tell: an inquiry, nothing to confirm ──┘
"""

from __future__ import annotations

import uuid
from typing import Any

from voicebot.bank import outcomes
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import (
    BankError,
    ChannelLocked,
    InsufficientFunds,
    NotAuthenticated,
    OverLimit,
    SlotTaken,
)
from voicebot.dialogue.actions import identification
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.flows import Flow
from voicebot.dialogue.actions.inquiries import INQUIRIES
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Button, Reply
from voicebot.dialogue.actions.services import SERVICES
from voicebot.dialogue.actions.services.service import Spoken
from voicebot.dialogue.actions.state import ANYTHING_ELSE, CHANGE, CONFIRM, Task
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.numbers import read_integer

# With "the others" behind them, no menu is longer than four (A9).
OPTIONS_AT_A_TIME = 3


def know(turn: Turn, task: Task, slot: str, value: Any) -> list[Reply]:
    """The caller keyed or chose this value."""
    _put(task, slot, value)
    turn.state.failures = 0
    return advance(turn, task)


def fill(turn: Turn, task: Task, text: str) -> list[Reply] | None:
    """Takes every value of the flow that `text` has; None if it has none."""
    flow, found, problems = turn.flows[task.flow], False, []
    unclear: dict[str, list[Any]] = {}
    numbers: dict[str, str] = {}
    for question in flow.questions:
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
            problems.append(Reply(heard.problem))
        elif heard.candidates:
            unclear[question.slot] = list(heard.candidates)
        else:
            _put(task, question.slot, heard.value)
            found = True
    for slot, digits in numbers.items():
        return check_number(turn, task, slot, digits)
    for slot, candidates in unclear.items():
        return offer(turn, task, slot, candidates)
    if not found and not problems:
        return None
    return [*problems, *advance(turn, task)]


def check_number(turn: Turn, task: Task, slot: str, digits: str) -> list[Reply]:
    """A spoken number is read back in parts, and counts after a yes."""
    task.values.pop(slot, None)
    task.number, turn.state.question = digits, slot
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
    state.task = Task(flow.name, values=brought)
    gate = identification.gate(turn, flow.needs, flow.name)
    if gate:
        state.task.said = text
        return [*aside, *gate]
    return [*aside, *start(turn, state.task, text)]


def start(turn: Turn, task: Task, text: str) -> list[Reply]:
    """Goes on with what `text` has said already."""
    replies = fill(turn, task, text) if text else None
    return advance(turn, task) if replies is None else replies


def advance(turn: Turn, task: Task) -> list[Reply]:
    """Asks for what is not known yet, in the flow's order; then tells it, or reads it back."""
    flow = turn.flows[task.flow]
    task.page, task.number = 0, ""
    for question in flow.questions:
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
    # A question at the end of what was told is the next one; else the task put aside goes on.
    return [*told, *finish(turn, asks_itself=told[-1].response in turn.asking)]


def ask(turn: Turn, task: Task, slot: str) -> list[Reply]:
    """The question for `slot`, with the options that can be chosen by key."""
    answer, context = ANSWERS[slot], turn.context(task)
    # Over a number that is being checked, 1 and 2 are yes and no.
    options = [] if task.number else list(answer.options(context))
    if slot == "payee" and not options:
        return [Reply("utter_no_payees"), *finish(turn)]
    try:
        question = answer.ask(turn.flows[task.flow].asks(slot), context)
    except Refusal as refusal:
        return refused(turn, task, refusal)
    return [*question, *read_options(turn, task, slot, options)]


def offer(turn: Turn, task: Task, slot: str, candidates: list[Any]) -> list[Reply]:
    """Several are meant by the same sound: ask which."""
    turn.state.question = slot
    task.values.pop(slot, None)
    return [Reply("utter_which_payee"), *read_options(turn, task, slot, candidates)]


def read_options(turn: Turn, task: Task, slot: str, options: list[Any]) -> list[Reply]:
    """At most three options and "the others", the option before its key."""
    pages = max((len(options) + OPTIONS_AT_A_TIME - 1) // OPTIONS_AT_A_TIME, 1)
    first = task.page % pages * OPTIONS_AT_A_TIME
    task.options = options[first : first + OPTIONS_AT_A_TIME]
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
    flow, message = turn.flows[task.flow], turn.message
    service = SERVICES[flow.does]
    try:
        task.values.update(service.look_up(turn.context(task)))
        values = service.read_back(turn.db, turn.customer_id or 0, task.values, message.now)
    except (Refusal, BankError) as refusal:
        return refused(turn, task, refusal)
    task.key = str(uuid.uuid4())
    task.read_back = turn.wording[flow.confirm].format(**values)
    turn.state.question = CONFIRM
    return [Reply(flow.confirm, values), Reply("utter_confirm_options")]


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
    except NotAuthenticated:
        return identification.gate(turn, flow.needs, flow.name) or read_back(turn, task)
    except (Refusal, BankError) as refusal:
        return refused(turn, task, refusal)
    if outcome.instruction_id is not None and not turn.outside.delivered(outcome.instruction_id):
        # What becomes of it is told when this turn is played again, after the delivery.
        turn.outside.deliver(outcome.instruction_id)
        return []
    earlier = outcome.repeated and outcome.instruction_id is None
    response = outcome.response or ("utter_already_done" if earlier else flow.done)
    _note_outcome(turn, task.key, response, outcome.spoken)
    done = Reply(response, outcome.spoken)
    if outcome.then:
        next_flow, values = outcome.then
        turn.state.task = Task(next_flow, values=values)
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
    asked = [question.slot for question in turn.flows[task.flow].questions]
    refusal = error if isinstance(error, Refusal) else _refusal(error, asked)
    if refusal.ask_again not in asked:
        return [refusal.reply, *finish(turn)]
    task.values.pop(refusal.ask_again, None)
    return [refusal.reply, *advance(turn, task)]


def _refusal(error: BankError, asked: list[str]) -> Refusal:
    """How the bank's own refusals are told; what no caller can mend is raised again."""
    amount = next((slot for slot in asked if isinstance(ANSWERS[slot], AmountAnswer)), "")
    match error:
        case InsufficientFunds(balance_fen=balance_fen):
            funds = {"balance": read_money(balance_fen)}
            return Refusal(Reply("utter_insufficient_funds", funds), ask_again=amount)
        case OverLimit(limit_fen=limit_fen, per=per):
            limit = {"limit": read_money(limit_fen)}
            return Refusal(Reply(f"utter_over_limit_{per}", limit), ask_again=amount)
        case SlotTaken():
            return Refusal(Reply("utter_time_taken"), ask_again="time")
    raise error


def phrases(turn: Turn) -> list[str]:
    """What only this caller would say now: the names that the open task can mean."""
    task = turn.state.task
    if task is None:
        return []
    context = turn.context(task)
    slots = [question.slot for question in turn.flows[task.flow].questions]
    return [phrase for slot in slots for phrase in ANSWERS[slot].phrases(context)]


def finish(turn: Turn, asks_itself: bool = False) -> list[Reply]:
    """The task is over: the one put aside goes on, then the next request, else it is asked for."""
    state = turn.state
    state.task = state.waiting.pop() if state.waiting else None
    if state.task:
        return [Reply("utter_go_on"), *advance(turn, state.task)]
    if state.requests:
        flow, said = state.requests.pop(0)
        return [Reply("utter_next_request"), *begin(turn, turn.flows[flow], said)]
    state.question = ANYTHING_ELSE
    return [] if asks_itself else [Reply("utter_anything_else")]


def ask_what_to_change(turn: Turn) -> list[Reply]:
    """The caller said no to the read-back: nothing is lost, nothing is done."""
    turn.state.question = CHANGE
    return [Reply("utter_not_done_change_what"), Reply("utter_change_options")]
