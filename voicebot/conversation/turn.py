"""What the dialogue hands to the voice: what to say, what to listen for, what happens then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ListenKind = Literal["choice", "yes_no", "digits", "money", "date", "name", "open", "secret"]
Then = Literal["listen", "hangup", "transfer", "hold"]

LISTEN_KINDS: tuple[ListenKind, ...] = (
    "choice",
    "yes_no",
    "digits",
    "money",
    "date",
    "name",
    "open",
    "secret",
)


@dataclass(frozen=True)
class Prompt:
    """One response of `prompts/`: its name finds the recording, its text is what is said."""

    name: str
    text: str


@dataclass(frozen=True)
class Listen:
    """What the caller is expected to say or key next.

    `max_keys` keys end a number at once; `#` ends it earlier. With fewer than `max_keys` digits a
    number is whole if it has one of the `lengths`. `phrases` are the sentences a
    `choice` can be answered with (they become the recogniser's grammar). What is said or keyed to a
    `private` question (a card number) stays out of log, transcript and recording; a `secret` (the
    PIN) never even reaches the dialogue. `numbers` are the readings of a number that were read back
    and not agreed to, the newest last.
    """

    kind: ListenKind = "open"
    max_keys: int | None = None
    phrases: tuple[str, ...] = ()
    private: bool = False
    numbers: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether keys are collected into a number rather than chosen from a menu."""
        return self.kind in ("digits", "money", "date", "secret")

    @property
    def concealed(self) -> bool:
        """Whether the recording is silent while this is listened for."""
        return self.private or self.kind == "secret"


@dataclass(frozen=True)
class Turn:
    """One answer of the dialogue.

    The last `asking` prompts are the open question: one, or a question and its options.
    `keys` maps a key ("1") to the message that it sends ("/inform{...}", "/affirm"), so that a key
    and a phrase are the same thing to the dialogue. `state` names the open question for staff
    ("transfer_form.amount"); `intent` is how the caller's words were understood. `outcomes` are the
    numbers of those that are told here (`bank.outcomes`). `flow` is the service that is open behind
    this answer, `finished` are those that were done or told in it; `model` is the release of the
    dialogue that gave it.

    `then` "hold" keeps the caller waiting for somebody else: after `hold_s` seconds of silence the
    dialogue is asked again, and may hold again or go on.
    """

    prompts: tuple[Prompt, ...]
    listen: Listen = Listen()
    keys: Mapping[str, str] = field(default_factory=dict)
    then: Then = "listen"
    hold_s: float = 0.0
    asking: int = 1
    intent: str = ""
    confidence: float = 0.0
    state: str = ""
    outcomes: tuple[int, ...] = ()
    flow: str = ""
    finished: tuple[str, ...] = ()
    model: str = ""

    @property
    def text(self) -> str:
        """The whole answer as the caller hears it."""
        return "".join(prompt.text for prompt in self.prompts)

    @property
    def question(self) -> tuple[Prompt, ...]:
        """The open question, as it is put again."""
        return self.prompts[-self.asking :]

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Turn:
        """The turn in the document that `to_json` wrote; KeyError if a field is missing."""
        listen = document["listen"]
        return cls(
            prompts=tuple(Prompt(p["name"], p["text"]) for p in document["prompts"]),
            asking=document["asking"],
            listen=Listen(
                listen["kind"],
                listen["max_keys"],
                tuple(listen["phrases"]),
                listen["private"],
                tuple(listen["numbers"]),
                tuple(listen["lengths"]),
            ),
            keys=dict(document["keys"]),
            then=document["then"],
            hold_s=document["hold_s"],
            intent=document["intent"],
            confidence=document["confidence"],
            state=document["state"],
            outcomes=tuple(document["outcomes"]),
            flow=document["flow"],
            finished=tuple(document["finished"]),
            model=document["model"],
        )

    def to_json(self) -> dict[str, Any]:
        """The turn as one JSON document (the channel's answer, `voicebot chat --json`)."""
        return {
            "prompts": [{"name": p.name, "text": p.text} for p in self.prompts],
            "asking": self.asking,
            "listen": {
                "kind": self.listen.kind,
                "max_keys": self.listen.max_keys,
                "phrases": list(self.listen.phrases),
                "private": self.listen.private,
                "numbers": list(self.listen.numbers),
                "lengths": list(self.listen.lengths),
            },
            "keys": dict(self.keys),
            "then": self.then,
            "hold_s": self.hold_s,
            "intent": self.intent,
            "confidence": self.confidence,
            "state": self.state,
            "outcomes": list(self.outcomes),
            "flow": self.flow,
            "finished": list(self.finished),
            "model": self.model,
        }
