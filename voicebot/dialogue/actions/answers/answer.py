"""How one thing is asked for, heard, keyed and offered: what every kind of answer has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voicebot.dialogue.actions.outside import Outside
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.billers import BillerKind
from voicebot.dialogue.catalogue.catalogue import Catalogue
from voicebot.dialogue.knowledge.knowledge_base import KnowledgeBase
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.named_words import NamedWords


@dataclass(frozen=True)
class Context:
    """Where an answer is looked for: the customer, what is known already, the open question.

    `number` are the digits that were heard for it so far.
    `page` counts how often the caller asked for the other options of this question.
    """

    db: Session
    customer_id: int | None
    phone: str
    values: dict[str, Any]
    question: str
    number: str
    now: datetime
    accent: Accent
    knowledge: KnowledgeBase
    catalogue: Catalogue
    page: int
    billers: Mapping[str, BillerKind]
    named: NamedWords
    outside: Outside


@dataclass(frozen=True)
class Heard:
    """A value for the slot, or several that it could be, or a `problem` to tell the caller.

    `problem` is a response, `told` its slots. `number` are spoken digits, whole or not, that are
    read back before they count.
    """

    value: Any = None
    candidates: tuple[Any, ...] = ()
    problem: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    number: str = ""

    @property
    def reply(self) -> Reply:
        """What the problem tells the caller."""
        return Reply(self.problem, dict(self.told))


class Answer:
    """How one slot is answered. What a kind of answer does not have, it inherits as "nothing".

    `ask` and `hear` may raise a Refusal, which is told, and ends the task or asks another question.
    `depends_on` is a slot whose change makes this answer worthless (a contract is one biller's).
    `which` asks which of several is meant; `nothing` is said, and the task is over, where there is
    none to choose from. `misheard` asks which of several values was said where one was not heard
    for sure; "" where the read-back is enough. `one_each` is true where a service is done for one
    of them at a time, so that two in one sentence are two requests (交水费和电费).
    """

    depends_on = ""
    which = "utter_which_one"
    nothing = ""
    misheard = ""
    one_each = False

    def ask(self, response: str, context: Context) -> list[Reply]:
        """How the question is put; `response` is what the flow names for it."""
        return [Reply(response)]

    def hear(self, text: str, context: Context) -> Heard | None:
        """The value in what the caller said; None if it says nothing about this slot."""
        return None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        """The value of a keyed number."""
        return None

    def options(self, context: Context) -> Sequence[Any]:
        """Values to offer by key; none where any number may be keyed."""
        return ()

    def assume(self, context: Context) -> Any:
        """The answer where only one is possible, so that nobody is asked; else None."""
        return None

    def length(self, context: Context) -> int | None:
        """How many digits it has, where it is a number of so many."""
        return None

    def phrases(self, context: Context) -> list[str]:
        """Sentences that answer it and that only this caller would say (for the recogniser)."""
        return []

    def own(self, context: Context) -> Any:
        """The caller's own number, behind key 1; None if the bank has none."""
        return None

    def called(self, value: Any, context: Context) -> str:
        """The value in as few words as possible: the task is named by it, or it is repeated."""
        raise LookupError("nothing is named by this answer")

    def offer(self, value: Any, key: str, context: Context) -> Reply:
        """How an option is read."""
        raise LookupError("this answer has no options")
