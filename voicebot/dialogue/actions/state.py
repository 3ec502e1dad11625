"""What a conversation remembers between two turns. Lives in one slot of the tracker, as JSON."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

# Open questions that belong to no flow.
(
    IDENTIFIER,
    DOCUMENT,
    PHONE_TAIL,
    PIN,
    CONFIRM,
    CHANGE,
    ANYTHING_ELSE,
    OFFER,
    APPROVAL,
) = (
    "identifier",
    "document",
    "phone_tail",
    "pin",
    "confirm",
    "change",
    "anything_else",
    "offer",
    "approval",
)
# Who the caller is: until this is answered, what the task asks for is not to be told.
IDENTITY = (IDENTIFIER, DOCUMENT, PHONE_TAIL, PIN)


@dataclass
class Task:
    """A flow that was begun. `values` are what the caller gave, JSON-ready, by slot.

    `said` is what began the task before the caller was known. `numbers` are the
    readings of the open number so far, the newest last, none of them agreed to.
    `key` is the idempotency key of the open read-back, new with every read-back; `options` are the
    values behind the keys that were offered last, `page` which of them; `misheard` is the slot
    whose value was not heard for sure and asked for once more: the next one is believed.
    """

    flow: str
    values: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    numbers: list[str] = field(default_factory=list)
    key: str = ""
    read_back: str = ""
    options: list[Any] = field(default_factory=list)
    page: int = 0
    misheard: str = ""

    @property
    def number(self) -> str:
        """The digits heard for the open question, as they were read back last; "" if none."""
        return self.numbers[-1] if self.numbers else ""


@dataclass
class State:
    """`waiting` are tasks put aside, the newest last; `wish` is what authentication interrupted.

    `topic` is the one of the knowledge base that was told last, with so many of its details.
    `requests` are those of one sentence that are still to be done: flow and what was said.
    `offered` is the response that offers something with its values, `offer` the flow that a yes to
    it begins.
    `menu` is the response heard last, without its utter_: the menu that 其他 belongs to.
    `inquiry` is what was told last, flow and values, so that 存折呢 asks the same of another one.
    `identifier` are the digits heard so far of a number that names the caller, `misheard` how often
    a whole one was nobody's.
    `keys` is whether the caller pressed a key last, and said nothing since; `helped` whether help
    was the last thing told; `filled_by` is what was said in the last turn, if it answered a
    question of the task.
    `doubted` is a wish that was hardly heard, while the caller is asked whether it was meant: the
    response that asks (utter_doubt_ and `asked`), its `intent`, its `text`.
    `told` is what entries were told last and how many, so that 再往前 goes on there; `approval` is
    the request whose outcome the caller has not heard yet.
    """

    task: Task | None = None
    waiting: list[Task] = field(default_factory=list)
    question: str = ""
    wish: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    failures: int = 0
    pin_failures: int = 0
    offered: dict[str, Any] = field(default_factory=dict)
    offer: str = ""
    doubted: dict[str, str] = field(default_factory=dict)
    inquiry: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    approval: int = 0
    topic: str = ""
    details_told: int = 0
    orders_told: int = 0
    menu: str = ""
    keys: bool = False
    filled_by: str = ""
    identifier: str = ""
    misheard: int = 0
    helped: bool = False

    @classmethod
    def from_slot(cls, document: dict[str, Any] | None) -> State:
        """The state that `to_slot` wrote; a new one for a new conversation."""
        if not document:
            return cls()
        fields = deepcopy(document)  # left as it was: the turn may have to be done again
        task = fields.pop("task")
        waiting = fields.pop("waiting")
        requests = [(flow, said) for flow, said in fields.pop("requests")]
        return cls(
            task=Task(**task) if task else None,
            waiting=[Task(**t) for t in waiting],
            requests=requests,
            **fields,
        )

    def to_slot(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)
