"""Outcomes of earlier wishes that the caller has not heard: told once the PIN was shown."""

from __future__ import annotations

from voicebot.bank import calls, outcomes
from voicebot.bank.tables import Outcome
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.written import read_written


def untold(turn: Turn) -> list[Reply]:
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
