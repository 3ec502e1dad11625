"""An amount that was said in two breaths, the second after the first was taken for all of it.

    caller   三千|               |五百|
    bot               给张三转账，三|            给张三转账，三千五百元整，对吗？
                 ^ the end of the turn

A bare amount at the read-back is another one (五百, 不对五百); one that fits under the amount just
heard and comes soon after it is its rest, and both are heard as the one sentence that was meant.
"""

from __future__ import annotations

from dataclasses import replace

from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.state import Task
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.money import find_money, goes_on, may_have_rest

# From the last sound of the first breath to the first of the second: until then we have said half a
# sentence, and nobody has heard from us what they might want to change.
LONGEST_PAUSE_S = 5.0
# Even at twice the speed nobody has heard the amount read back by then: what sounds like a yes (二
# like 是啊) agrees to nothing.
UNHEARD_S = 3.0


def with_first_breath(turn: Turn) -> Turn:
    """The turn whose words begin with the amount heard last, if the caller goes on from there; so
    soon behind an amount that may have a rest, no words are surely a yes.
    """
    message, task, first = turn.message, turn.state.task, turn.state.filled_by
    if not task or not first or message.pause_s > LONGEST_PAUSE_S:
        return turn
    if message.pause_s <= UNHEARD_S and may_have_rest(first):
        message = replace(message, heard=0.0)
        turn = replace(turn, message=message)
    if message.pause_s <= 0 or not goes_on(first, message.text):
        return turn
    # What the bank refused is gone; then this is the next try.
    is_kept = find_money(first)[-1].value in task.values.values()
    if not is_kept or _answers_what_is_asked(turn, task):
        return turn
    return replace(turn, message=replace(message, text=first + message.text))


def _answers_what_is_asked(turn: Turn, task: Task) -> bool:
    """Whether the next question was heard already, and this is its answer."""
    answer = ANSWERS.get(turn.state.question)
    try:
        return answer is not None and answer.hear(turn.message.text, turn.context(task)) is not None
    except Refusal:
        return True
