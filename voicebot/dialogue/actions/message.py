"""What the caller said or keyed, as the dialogue model understood it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker

from voicebot.dialogue.language.requests import Kind
from voicebot.dialogue.language.spoken import normalise

# An intent of this name says the response of its name: menus are wording, and staff's.
MENU = "menu_"
# From here on the model's word is enough for what moves no money.
SURE = 0.6
# With this confidence the recogniser heard 308 of 315 sample callers right, with less 29 of 66
# (`voicebot lab`).
SURELY_HEARD = 0.9


@dataclass(frozen=True)
class Meant:
    """Words and what the model understands of them: half a sentence, or what else was heard."""

    text: str
    intent: str
    confidence: float


@dataclass(frozen=True)
class TwoRequests:
    """A way to hear two requests in the sentence; `kind` is what they are joined like."""

    kind: Kind
    halves: tuple[Meant, Meant]

    @classmethod
    def from_metadata(cls, document: dict[str, Any]) -> TwoRequests:
        """As the channel wrote it."""
        first, second = document["halves"]
        return cls(document["kind"], (Meant(**first), Meant(**second)))


@dataclass(frozen=True)
class Message:
    """`text` is empty for a key; `entities` are those of a payload ("keys", "option", "left").

    `heard` is how sure the recogniser is of the text, 0 to 1, and `others` is what else it may have
    been, the likeliest first, if it is not sure; `confidence` is how sure the model is of the
    intent. `two_requests` are those that the sentence may be, each half understood for
    itself; `wording` is how much the caller wants to be told (`speech.wording`). `pause_s` is how
    long the caller had been silent before these words, since the words before them.
    """

    call_id: str
    caller_number: str
    intent: str
    confidence: float
    text: str
    by: str
    recording_s: float
    now: datetime
    entities: dict[str, Any] = field(default_factory=dict)
    two_requests: tuple[TwoRequests, ...] = ()
    wording: str = "normal"
    heard: float = 1.0
    pause_s: float = math.inf
    others: tuple[Meant, ...] = ()

    @property
    def is_surely_heard(self) -> bool:
        """Whether these are the caller's words."""
        return self.heard >= SURELY_HEARD

    @property
    def is_surely_meant(self) -> bool:
        """Whether this is what the caller wants: whatever else was heard is the same wish."""
        same = [other.intent == self.intent for other in self.others]
        return self.is_surely_heard or (bool(same) and all(same))

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Message:
        """The latest message; what `rasa shell` does not send has the defaults of a typed call."""
        latest = tracker.latest_message
        metadata = latest.get("metadata") or {}
        text = latest.get("text") or ""
        intent = latest.get("intent") or {}
        return cls(
            call_id=tracker.sender_id,
            caller_number=metadata.get("caller_number", ""),
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            text="" if text.startswith("/") else normalise(text),
            by=metadata.get("by", "voice"),
            recording_s=float(metadata.get("recording_s", 0.0)),
            now=datetime.fromisoformat(metadata["now"]) if "now" in metadata else datetime.now(),
            entities={e["entity"]: e["value"] for e in latest.get("entities") or ()},
            two_requests=tuple(map(TwoRequests.from_metadata, metadata.get("two_requests") or ())),
            wording=metadata.get("wording", "normal"),
            heard=float(metadata.get("confidence", 1.0)),
            pause_s=float(metadata.get("pause_s", math.inf)),
            others=tuple(Meant(**other) for other in metadata.get("others") or ()),
        )
