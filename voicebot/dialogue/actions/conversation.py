"""One turn of the conversation: what the caller meant becomes replies and a new state.

    an answer to the open question ─▶ the task goes on      1234  张三  五百块  不对，是六百
    a yes or a no to a read-back   ─▶ done, or not done      是的  不对  1  2
    a wish that was hardly heard   ─▶ is it meant?           再见 (0.2)
    a wish                         ─▶ task, inquiry, menu    转账  余额还有多少  返回  人工
    anything else                  ─▶ asked again, in other words each time

Values are looked for before wishes, so 李四 at "to whom?" is never taken for anything but a payee.
Money moves in `tasks.do` only, and `_yes_or_no` alone leads there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from voicebot.bank import calls, documents
from voicebot.dialogue.actions import (
    approval,
    choice,
    correction,
    doubt,
    identification,
    number_check,
    tasks,
    two_requests,
)
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.commands import COMMANDS, HELP, HUMAN, cancel
from voicebot.dialogue.actions.events import EVENTS, HELD
from voicebot.dialogue.actions.flows import Flow
from voicebot.dialogue.actions.follow_up import follow_up
from voicebot.dialogue.actions.inquiries.knowledge import is_question, is_wish
from voicebot.dialogue.actions.message import MENU, SURE
from voicebot.dialogue.actions.open_question import ask_again, not_understood, understood
from voicebot.dialogue.actions.proof import document
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.second_breath import with_first_breath
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
    Task,
)
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.actions.untold import untold
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.yes_no import hear_yes_no, hear_yes_no_to_an_ending
from voicebot.speech.phrases import OUT_OF_SCOPE

# One digit of four may be lost; fewer stand in other sentences too (一下, 张三).
FEWEST_DIGITS_OF_A_TAIL = documents.TAIL_DIGITS - 1
# What the model is not sure of may still be a question that the knowledge base knows.
QUESTIONS, UNSURE = "ask_knowledge", ("nlu_fallback", OUT_OF_SCOPE)
TOPIC = "topic"
DENY = "deny"
YES_OR_NO_BY_KEY = {"affirm": True, DENY: False}
ORDER = "order"
PAYEE = "payee"
# What 其他 leads to is where the key of that name leads (prompts/menus.yml).
OTHER = re.compile("(?:其他|别的)(?:的|业务|服务|问题|缴费)*")
OTHERS = {
    "main_menu": "menu_more",
    "menu_bills": "pay_bill",
    "menu_daily": "order",
    "menu_information": "ask_knowledge",
}
# 不对 and 不是 at a question say that something was misheard; these say that nothing is wanted.
NOTHING = re.compile("(?:不用|不要|不需要|没有|没|不办)了(?:谢谢)?")
# What our own voice came back as had up to 0.52; of 233 sample callers who agreed in four kinds of
# noise and were heard to, 12 have less than this and are asked again.
SURE_YES = 0.6


def answer(turn: Turn) -> list[Reply]:
    """What is said now; `turn.state` is changed to what the next turn needs to know."""
    turn = with_first_breath(turn)
    turn.state.filled_by = ""
    if turn.message.by in ("key", "voice"):
        turn.state.keys = turn.message.by == "key"
    if turn.message.intent != HELP:
        turn.state.helped = False
    held = turn.state.question == APPROVAL
    if turn.message.intent != HELD:
        calls.take_turn(turn.db, turn.message.call_id, turn.message.now)
    doubted, turn.state.doubted = turn.state.doubted, {}
    news = approval.news(turn)
    if news and held and turn.message.intent not in turn.flows:
        replies = tasks.finish(turn)
    elif news and approval.is_asked_after(turn):
        replies = ask_again(turn)
    else:
        replies = _answer(turn, doubted)
    turn.state.menu = replies[-1].response.removeprefix("utter_") if replies else ""
    return [*untold(turn), *news, *replies]


def _answer(turn: Turn, doubted: Mapping[str, str]) -> list[Reply]:
    if doubted:
        replies = _doubt_answered(turn, doubted)
        if replies is not None:
            return replies
    event = EVENTS.get(turn.message.intent)
    if event:
        return event(turn)
    if both := two_requests.heard(turn):
        return understood(turn, two_requests.first_now(turn, both))
    replies = _heard(turn) if turn.message.text else _pressed(turn)
    if replies is None:
        replies = _wish(turn)
    if replies is None:
        turn.state.doubted = dict(doubted)
        return not_understood(turn)
    return replies


def _doubt_answered(turn: Turn, doubted: Mapping[str, str]) -> list[Reply] | None:
    """A yes or the same wish again is what the caller wants, a no leaves all as it was; None if
    this is something else.
    """
    message = turn.message
    yes = hear_yes_no(message.text) if message.text else YES_OR_NO_BY_KEY.get(message.intent)
    if message.intent == doubted["intent"] or (yes and message.heard >= SURE_YES):
        meant = replace(message, intent=doubted["intent"], text=doubted["text"], heard=1.0)
        return _wish(replace(turn, message=meant))
    is_no = yes is False and message.intent != "cancel"
    if is_no or message.intent == "go_back":
        return understood(turn, ask_again(turn))
    if message.intent == tasks.ASK_AGAIN:
        turn.state.doubted = dict(doubted)
        return ask_again(turn)
    return None


# Answers to the open question ------------------------------------------------------------------


def _heard(turn: Turn) -> list[Reply] | None:
    """What spoken words answer; None if they answer nothing that is open."""
    state, text = turn.state, turn.message.text
    if state.question == IDENTIFIER:
        replies = identification.spoken(turn, text)
        if replies is not None:
            return replies
    if state.question in (DOCUMENT, PHONE_TAIL):
        digits = parse_digits(text)
        if len(digits) >= FEWEST_DIGITS_OF_A_TAIL:
            return document(turn, digits)
    if state.task and state.question not in IDENTITY and not _leaves_task(turn):
        replies = tasks.fill(turn, state.task, text) or choice.by_words(turn)
        if replies is not None:
            return understood(turn, replies)
    if replies := follow_up(turn):
        return understood(turn, replies)
    ending = _ending(turn)
    yes = hear_yes_no_to_an_ending(text) if ending else hear_yes_no(text)
    if yes is None and ending and turn.message.intent == "cancel":
        return _may_end(turn, ending)
    if yes is None and state.question == CONFIRM and _refuses(turn):
        yes = False
    return _yes_or_no(turn, yes)


def _refuses(turn: Turn) -> bool:
    """Whether a whole sentence refuses (不是的我没说这个): nothing is done on a no, so the model's
    word is enough; for a yes it never is.
    """
    return turn.message.intent == DENY and turn.message.confidence >= SURE


def _ending(turn: Turn) -> Flow | None:
    """The flow that is read back or offered now, if it ends something (取消预约)."""
    state = turn.state
    open_now = {CONFIRM: state.task.flow if state.task else "", OFFER: state.offer}
    flow = turn.flows.get(open_now.get(state.question, ""))
    return flow if flow and flow.cancels else None


def _may_end(turn: Turn, ending: Flow) -> list[Reply]:
    """取消 takes up the offer to cancel; at the read-back it may mean either: asked again."""
    if turn.state.question == OFFER:
        return understood(turn, tasks.begin(turn, ending, turn.message.text))
    return not_understood(turn)


def _pressed(turn: Turn) -> list[Reply] | None:
    """What an option of the keypad answers."""
    return _yes_or_no(turn, YES_OR_NO_BY_KEY.get(turn.message.intent))


def _yes_or_no(turn: Turn, yes: bool | None) -> list[Reply] | None:
    """A plain yes to a read-back does it if heard for sure, a plain no does not; nothing else."""
    state = turn.state
    if yes is None:
        return None
    if state.task and state.task.number:
        return understood(turn, number_check.settle(turn, state.task, yes))
    if state.question == CONFIRM and state.task:
        if yes and turn.message.heard < SURE_YES:
            return not_understood(turn)
        if yes:
            return understood(turn, tasks.do(turn, state.task))
        if turn.message.intent == "cancel":
            return _obeyed(turn, "cancel")
        # Of what would only end something there is nothing to change.
        ends = turn.flows[state.task.flow].cancels
        return understood(
            turn, cancel(turn) if ends else correction.ask_what_to_change(turn, state.task)
        )
    if state.question == ANYTHING_ELSE:
        # 取消 is about something; 算了 and 没有了 want nothing more.
        about_something = bool(state.approval) or "取消" in turn.message.text
        if turn.message.intent == "cancel" and about_something:
            return _obeyed(turn, "cancel")
        if not yes:
            return _obeyed(turn, "goodbye")
        state.question = ""
        return understood(turn, [Reply("utter_main_menu")])
    if state.question == OFFER:
        return understood(turn, _offer_answered(turn, yes))
    if not yes and (state.question == CHANGE or _wants_nothing(turn)):
        return _obeyed(turn, "cancel")
    return None


def _wants_nothing(turn: Turn) -> bool:
    """Whether the caller gives the open service up at one of its questions (不用了 at 充多少钱)."""
    asked = turn.state.task is not None and turn.state.question in ANSWERS
    return asked and bool(NOTHING.fullmatch(turn.message.text))


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
    return any(word in turn.message.text for word in flow.words) or _pays_somebody(turn, flow)


def _pays_somebody(turn: Turn, flow: Flow) -> bool:
    """Whether a payee is named for whom the open task has no place (给刘芳转六万 at 哪一天)."""
    task = turn.state.task
    if task is None or PAYEE in [question.slot for question in turn.questions(task)]:
        return False
    wanted = PAYEE in [question.slot for question in flow.questions]
    return wanted and ANSWERS[PAYEE].hear(turn.message.text, turn.context(task)) is not None


# Wishes ----------------------------------------------------------------------------------------


def _wish(turn: Turn) -> list[Reply] | None:
    """What the caller wants beside the open question; None if that is not clear."""
    intent, task = turn.message.intent, turn.state.task
    free = turn.state.question != APPROVAL and (task is None or task.flow == QUESTIONS)
    if turn.state.approval and approval.is_asked_after(turn):
        return understood(turn, [Reply("utter_approval_still"), *ask_again(turn)])
    if turn.state.menu in OTHERS and OTHER.fullmatch(turn.message.text):
        return understood(turn, _as_by_key(turn, OTHERS[turn.state.menu]))
    if intent in UNSURE and free:
        intent = _found_otherwise(turn) or intent
    if task and intent in turn.flows and task.flow == turn.flows[intent].cancels:
        intent = "cancel"
    if intent in turn.flows:
        if doubt.arises(turn, intent):
            return doubt.ask(turn, intent)
        if task and task.flow == intent and turn.state.question != ANYTHING_ELSE:
            return understood(turn, _wished_again(turn, task))
        return understood(turn, tasks.begin(turn, turn.flows[intent], turn.message.text))
    if intent.startswith(MENU):
        return understood(turn, [Reply(f"utter_{intent}")])
    return _obeyed(turn, intent) if intent in COMMANDS else None


def _obeyed(turn: Turn, command: str) -> list[Reply]:
    """What works everywhere, after a yes if it was hardly heard and something is at stake."""
    if doubt.arises(turn, command):
        return doubt.ask(turn, command)
    return understood(turn, COMMANDS[command](turn))


def _as_by_key(turn: Turn, intent: str) -> list[Reply]:
    """What a key of a menu does: no words of the caller belong to it."""
    if intent in turn.flows:
        return tasks.begin(turn, turn.flows[intent], "")
    return [Reply(f"utter_{intent}")]


def _wished_again(turn: Turn, task: Task) -> list[Reply]:
    """Asks again; but what is no topic at "about what?" is a question that has no answer yet."""
    if task.flow == QUESTIONS and turn.message.text:
        return tasks.know(turn, task, TOPIC, turn.message.text)
    return ask_again(turn)


def _found_otherwise(turn: Turn) -> str:
    """What the model was not sure of: an order in one breath (订一束康乃馨明天上午十点送到家里) is
    told by its words and its product, a question by its form or the one topic that it is about, and
    what no bank does like a question that nobody can answer: it is noted and a person offered; else
    "".
    """
    text = turn.message.text
    if turn.message.intent == "nlu_fallback" and _names_product(turn):
        return ORDER
    is_foreign = turn.message.intent == OUT_OF_SCOPE and is_wish(text)
    is_asked = is_foreign or is_question(text) or len(turn.knowledge.find(text)) == 1
    return QUESTIONS if is_asked else ""


def _names_product(turn: Turn) -> bool:
    """Whether something of the catalogue is named with a word that orders it."""
    text, order = turn.message.text, turn.flows.get(ORDER)
    if order is None or not any(word in text for word in order.words):
        return False
    return ANSWERS["product"].hear(text, turn.context(Task(ORDER))) is not None
