"""Everything that one turn of a conversation can look at or change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from voicebot.bank.tables import Call, Customer
from voicebot.dialogue.actions.answers.answer import Context
from voicebot.dialogue.actions.flows import Flow, Question
from voicebot.dialogue.actions.message import Message
from voicebot.dialogue.actions.outside import Outside
from voicebot.dialogue.actions.state import State, Task
from voicebot.dialogue.billers import BillerKind
from voicebot.dialogue.catalogue.catalogue import Catalogue
from voicebot.dialogue.knowledge.knowledge_base import KnowledgeBase
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.named_words import NamedWords


@dataclass(frozen=True)
class Turn:
    """`wording` is the first text of every response, `asking` are those with keys of their own;
    `db` is one transaction for the whole turn, `outside` what is beyond it; `outcomes` are the
    numbers of those told in it, `finished` the flows that were done or told.
    """

    db: Session
    flows: Mapping[str, Flow]
    wording: Mapping[str, str]
    asking: Collection[str]
    accent: Accent
    billers: Mapping[str, BillerKind]
    named: NamedWords
    outside: Outside
    person_available: bool
    state: State
    message: Message
    knowledge: KnowledgeBase
    catalogue: Catalogue
    outcomes: list[int] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)

    @property
    def customer_id(self) -> int | None:
        """The customer that the bank knows this call to be from."""
        call = self.db.get(Call, self.message.call_id)
        return call.customer_id if call else None

    @property
    def phone(self) -> str:
        """The customer's registered number, else the one that called; "" if withheld."""
        customer = self.db.get(Customer, self.customer_id) if self.customer_id else None
        return customer.phone if customer else self.message.caller_number

    @property
    def something_waits(self) -> bool:
        """Whether a task put aside or a second request comes after the open task."""
        return bool(self.state.waiting or self.state.requests)

    def questions(self, task: Task) -> Iterator[Question]:
        """What the task asks for: the flow's questions, then the fields of the product ordered.

        Whoever goes through them may put the product into the task on the way.
        """
        yield from self.flows[task.flow].questions
        product = self.catalogue.get(task.values.get("product", ""))
        yield from product.questions if product else ()

    def context(self, task: Task) -> Context:
        """Where answers to the task's questions are looked for."""
        return Context(
            db=self.db,
            customer_id=self.customer_id,
            phone=self.phone,
            values=task.values,
            question=self.state.question,
            number=task.number,
            now=self.message.now,
            accent=self.accent,
            knowledge=self.knowledge,
            catalogue=self.catalogue,
            page=task.page,
            billers=self.billers,
            named=self.named,
            outside=self.outside,
        )
