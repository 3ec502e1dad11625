"""Joins the two sides of one call: what the scripted caller did and what the bot wrote down.

caller's side   say 查余额 ─────┐ first sound 0.5 s later      keys 246810# ─────┐ …
bot's side                     └ heard 查余额 · answered …                       └ heard …
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

FOREVER = float("inf")

Event = Mapping[str, Any]


def join_turns(steps: Sequence[Mapping[str, Any]], events: Sequence[Event]) -> list[dict[str, Any]]:
    """One turn for the greeting and one for each thing that the caller said or keyed.

    `steps` are those of softphone.json, `events` the lines of events.jsonl. A turn has `at_s`, `by`
    ("voice" or "keys"), `caller`, `heard`, `intent`, `bot`, `prompts`, `state`, `first_sound_ms`,
    `parts_ms` (where that time went), and `ok`: whether the bot gave the responses that the step
    expects.
    """
    acted = [step for step in steps if step["step"] in ("say", "keys")]
    first_at = acted[0]["at"] if acted else FOREVER
    greeting = {"step": "", "what": "", "started_s": 0.0, "expect": [], "first_sound_ms": None}
    turns = [_turn(greeting, [event for event in events if event["at"] < first_at])]
    for step, until in _with_next(acted):
        between = [event for event in events if step["at"] <= event["at"] < until]
        turns.append(_turn(step, between))
    return turns


def _with_next(
    steps: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], float]]:
    for number, step in enumerate(steps):
        yield step, steps[number + 1]["at"] if number + 1 < len(steps) else FOREVER


def _turn(step: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
    answers = [event for event in events if event["event"] == "answered"]
    timed = [event for event in events if event["event"] == "timed"]
    prompts = [name for answer in answers for name in answer["prompts"]]
    return {
        "at_s": step["started_s"],
        "by": "keys" if step["step"] == "keys" else "voice",
        "caller": step["what"],
        "heard": " ".join(event["caller"] for event in events if event["event"] == "heard"),
        "intent": answers[-1]["intent"] if answers else "",
        "bot": "".join(answer["bot"] for answer in answers),
        "prompts": prompts,
        "state": answers[-1]["state"] if answers else "",
        "first_sound_ms": step["first_sound_ms"],
        "parts_ms": _parts(timed[-1]) if timed else None,
        "ok": all(name in prompts for name in step["expect"]),
    }


def _parts(timed: Event) -> dict[str, int]:
    """end_of_turn, recognition, dialogue, voice."""
    return {
        name.removesuffix("_ms"): value for name, value in timed.items() if name.endswith("_ms")
    }
