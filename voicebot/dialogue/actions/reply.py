"""One thing to say: a response of `prompts/`, its slots, and the keys that answer it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Button:
    """A key: what it is called in a transcript, and the message that it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """`values` fill the response's slots and are spoken Chinese already.

    `offers` is the flow that a yes to it begins, where it offers something.
    """

    response: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    offers: str = ""
