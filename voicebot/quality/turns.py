"""The turns of one call, made from the lines that were written while it went on.

    started · answered (greeting) · heard · answered · timed · heard · answered · … · ended
                                    └──── one turn ────────┘

A turn is what the caller said or keyed and all that came of it until the next. Why one went badly
is often seen in the one after it: a read-back that is refused was heard wrong before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from voicebot.bank.tables import CallTurn
from voicebot.conversation import events
from voicebot.quality.masking import holds_number, masked, masked_answer

Event = Mapping[str, Any]

LOW_CONFIDENCE, ASKED_AGAIN, CORRECTED = "low_confidence", "asked_again", "corrected"
FELL_TO_KEYS, PERSON_ASKED, PERSON_ANSWERED = "fell_to_keys", "person_asked", "person_answered"
HUNG_UP, OUT_OF_SCOPE = "hung_up", "out_of_scope"
# In the order in which they are told.
REASONS = (
    *(LOW_CONFIDENCE, ASKED_AGAIN, CORRECTED, FELL_TO_KEYS),
    *(PERSON_ASKED, PERSON_ANSWERED, HUNG_UP, OUT_OF_SCOPE),
)
# Below it another hypothesis is as likely as the one that was taken.
SURE = 0.5
NOT_UNDERSTOOD = (
    *("utter_not_understood", "utter_say_yes_or_no"),
    *("utter_doubt_", "utter_misheard_"),  # not heard for sure
)
FOREIGN = ("out_of_scope", "nlu_fallback")
READ_BACK, WHAT_TO_CHANGE = "utter_confirm_options", "utter_change_options"
KEY = "key:"
LONGEST = {"heard": 200, "state": 80}


@dataclass
class Draft:
    """One turn while it is put together: the open question, what the caller said, the answers."""

    question: Event
    heard: Event
    answers: list[Event] = field(default_factory=list)
    first_sound_ms: int | None = None
    reasons: set[str] = field(default_factory=set)

    @property
    def by_voice(self) -> bool:
        return bool(self.heard["by"] == "voice")

    @property
    def last(self) -> Event:
        """What the bot said in the end; the open question, where it said nothing new."""
        return self.answers[-1] if self.answers else self.question

    @property
    def intent(self) -> str:
        """ "" for what the telephone itself obeys (再说一遍)."""
        return str(self.answers[-1]["intent"]) if self.answers else ""

    @property
    def prompts(self) -> list[str]:
        return [name for answer in self.answers for name in answer["prompts"]]

    @property
    def finished(self) -> list[str]:
        return [flow for answer in self.answers for flow in answer["finished"]]

    @property
    def understood(self) -> bool:
        return not any(name.startswith(NOT_UNDERSTOOD) for name in self.prompts)


def turns_of(call_id: str, lines: Sequence[Event]) -> list[CallTurn]:
    """One row for each thing that the caller said or keyed, in order."""
    drafts = list(_drafts(lines))
    for draft in drafts:
        draft.reasons |= set(_own_reasons(draft))
    for before, after in pairwise(drafts):
        before.reasons |= set(_reasons_seen_later(before, after))
    if drafts and _was_given_up(drafts[-1]):
        drafts[-1].reasons.add(HUNG_UP)
    return [_row(call_id, number, draft) for number, draft in enumerate(drafts, 1)]


def _drafts(lines: Sequence[Event]) -> Iterator[Draft]:
    question: Event = {}
    draft: Draft | None = None
    for event in lines:
        match event["event"]:
            case "heard":
                if draft:
                    yield draft
                draft = Draft(question, event)
            case "answered":
                question = event
                if draft:
                    draft.answers.append(event)
            case "timed" if draft and _is_its_answer(draft, event):
                draft.first_sound_ms = sum(
                    value for name, value in event.items() if name.endswith("_ms")
                )
            case "noted" if draft and event["what"] == events.PERSON_ANSWERED:
                draft.reasons.add(PERSON_ANSWERED)
    if draft:
        yield draft


def _is_its_answer(draft: Draft, timed: Event) -> bool:
    """Not what is said to who pauses inside a number: those keys are no turn yet."""
    return draft.first_sound_ms is None and bool(timed["by"] == draft.heard["by"])


def _own_reasons(draft: Draft) -> Iterator[str]:
    """What the turn itself shows."""
    if not draft.understood:
        yield ASKED_AGAIN
    if draft.intent == "human":
        yield PERSON_ASKED
    if not draft.by_voice:
        return
    if draft.heard["confidence"] < SURE:
        yield LOW_CONFIDENCE
    if draft.intent in FOREIGN and not draft.understood:
        yield OUT_OF_SCOPE


def _reasons_seen_later(before: Draft, after: Draft) -> Iterator[str]:
    """What the caller did next says of the turn before."""
    asked = after.question.get("state", "")
    refused = WHAT_TO_CHANGE in after.prompts or after.last.get("state") == READ_BACK
    if asked == READ_BACK and after.answers and after.understood and refused:
        yield CORRECTED
    if before.by_voice and not before.understood and not after.by_voice:
        yield FELL_TO_KEYS


def _was_given_up(last: Draft) -> bool:
    """Whether the caller hung up with something still open."""
    if last.last.get("then", "listen") != "listen":
        return False
    return bool(last.last.get("flow")) or not last.understood


def _row(call_id: str, number: int, draft: Draft) -> CallTurn:
    heard, answer, question = draft.heard, draft.last, draft.question
    listen = question.get("listen", "open")
    said = heard["caller"].removeprefix(KEY)
    alternatives = heard["others"]
    began_s, ended_s = heard["recorded"]
    finished = draft.finished
    return CallTurn(
        call_id=call_id,
        number=number,
        at=datetime.fromtimestamp(heard["at"]),
        model=answer.get("model", ""),
        flow=finished[-1] if finished else answer.get("flow", ""),
        asked=question.get("state", "")[: LONGEST["state"]],
        listen=listen,
        by=heard["by"],
        heard=masked_answer(said, listen)[: LONGEST["heard"]],
        heard_confidence=heard["confidence"],
        others=[masked_answer(other, listen) for other in alternatives],
        intent=draft.intent,
        confidence=answer.get("confidence", 0.0),
        bot=masked("".join(one["bot"] for one in draft.answers)),
        prompts=draft.prompts,
        state=answer.get("state", "")[: LONGEST["state"]],
        finished=" ".join(finished),
        reasons=" ".join(reason for reason in REASONS if reason in draft.reasons),
        first_sound_ms=draft.first_sound_ms,
        began_s=began_s,
        ended_s=ended_s,
        silenced=any(holds_number(text, listen) for text in (said, *alternatives)),
    )
