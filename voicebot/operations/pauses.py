"""`voicebot bench pauses`: callers who stop to think inside a number, and whether they are cut off.

    sample     两百零五块六
    spliced    两百 ……… 零五 ……… 块 ……… 六        silence between words, as long as people think
    cut off    the ear took the turn for over before the last word was said

Orders that nobody asked for (给王小明转一千 … 二) are counted apart: there a caller who pauses in
the amount is cut off sooner, and has to be heard whole when they go on.

Words and their times come from the recogniser; lengths and places of pauses are drawn by seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile
from ruamel.yaml import YAML

from voicebot.config import Settings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.money import find_money
from voicebot.operations.percentiles import percentile
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import ListenerEvent, Utterance
from voicebot.speech.listener import Listener
from voicebot.speech.recognizer import SpeechModel

RATE_HZ, FRAME = 16_000, 320
SEED = 96558
DRAWS = 2
# 139 0951 0001: the digits said before the second and the third group.
PHONE_GROUPS = (3, 7)
NUMBER, UNITS = "零幺一二两三四五六七八九十百千万", "块元"
# Thinking about an amount, and finding the next group of a number on a card (ours).
PAUSES_S = {"money": (0.3, 1.0), "open": (0.3, 1.0), "digits": (0.3, 10.0)}
PHONE = Listen("digits", max_keys=11)
MONEY = Listen("money", max_keys=7)
ORDER = Listen("open")
# With what an order begins that has an amount.
ORDERED = ("给", "充")
BEFORE_S, AFTER_S = 0.5, 2.5
LINE_NOISE = 8.0

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Hesitation:
    """One utterance with pauses: `ends_at` is the end of its last word, in seconds."""

    text: str
    listen: Listen
    sound: Samples
    ends_at: float
    pauses: int


@dataclass(frozen=True)
class Outcome:
    """`cut_off` if the turn was ended too early; `wait_ms` from the last word to the decision.

    `heard_last` is what the caller was taken to have said in the end.
    """

    asked: Hesitation
    cut_off: bool
    wait_ms: int
    heard_last: str


def measure_pauses(settings: Settings) -> dict[str, Any]:
    """How many of the set were cut off, and how long the others waited for the end of the turn."""
    model = SpeechModel(settings.speech.model)
    completeness = Completeness.load(settings.nlu_data / "nlu")
    outcomes = []
    for one in pause_set(model, settings.root / "audio" / "callers"):
        ear = _Ear(model, completeness, settings)
        outcomes.append(ear.hear(one))
    answers = [one for one in outcomes if one.asked.listen is not ORDER]
    orders = [one for one in outcomes if one.asked.listen is ORDER]
    return _figures(answers) | {"orders_in_one_breath": _figures(orders) | _mended(orders)}


def _figures(outcomes: list[Outcome]) -> dict[str, Any]:
    with_pauses = [one for one in outcomes if one.asked.pauses]
    cut_off = [one.asked.text for one in outcomes if one.cut_off]
    figures: dict[str, Any] = {
        "utterances_with_pauses": len(with_pauses),
        "pauses": sum(one.asked.pauses for one in with_pauses),
        "cut_off": len(cut_off),
        "which": " ".join(cut_off) or "none",
    }
    for name, some in (
        ("wait", with_pauses),
        ("wait_without_pauses", [one for one in outcomes if not one.asked.pauses]),
    ):
        waits = [one.wait_ms for one in some if not one.cut_off]
        figures[f"{name}_ms"] = {f"p{p}": round(percentile(waits, p)) for p in (50, 95)}
    return figures


def _mended(orders: list[Outcome]) -> dict[str, int]:
    """How many of those who were cut off had the whole amount heard when they went on."""
    whole = [_amount(one.heard_last) == _amount(one.asked.text) for one in orders if one.cut_off]
    return {"cut_off_and_heard_whole_after_all": sum(whole)}


def _amount(text: str) -> int | None:
    found = find_money(text)
    return found[-1].value if found else None


def pause_set(model: SpeechModel, samples: Path) -> Iterator[Hesitation]:
    """Every sample of an amount or a phone number as it is, and with pauses, `DRAWS` times."""
    manifest = YAML(typ="safe").load((samples / "manifest.yaml").read_text(encoding="utf-8"))
    for entry in manifest:
        sound, _ = soundfile.read(samples / entry["file"], dtype="int16")
        for listen in _questions(entry["text"]):
            gaps = list(_gaps(model.word_times(sound), listen))
            yield _spliced(entry["text"], listen, sound, [])
            for draw in range(DRAWS if gaps else 0):
                chance = random.Random(f"{SEED} {entry['file']} {draw}")
                places = sorted(chance.sample(gaps, chance.randint(1, min(3, len(gaps)))))
                pauses = [(at, chance.uniform(*PAUSES_S[listen.kind])) for at in places]
                yield _spliced(entry["text"], listen, sound, pauses)


def _questions(text: str) -> Iterator[Listen]:
    """What the sample answers, if it is a number with something inside."""
    if len(parse_digits(text)) == PHONE.max_keys:
        yield PHONE
    elif any(unit in text for unit in "百千万") and "密码" not in text:
        yield MONEY
        if text.startswith(ORDERED):
            yield ORDER


def _gaps(words: list[tuple[str, float, float]], listen: Listen) -> Iterator[float]:
    """Where people think: anywhere in an amount, and between the groups of a phone number."""
    said = ""
    for (before, _, end), (after, start, _) in pairwise(words):
        said += before
        if listen is PHONE and len(parse_digits(said)) not in PHONE_GROUPS:
            continue
        if before[-1] in NUMBER and after[0] in NUMBER + UNITS:
            yield (end + start) / 2


def _spliced(
    text: str, listen: Listen, sound: Samples, pauses: list[tuple[float, float]]
) -> Hesitation:
    parts: list[Samples] = [np.zeros(int(BEFORE_S * RATE_HZ), dtype=np.int16)]
    done = 0
    for at_s, length_s in pauses:
        place = int(at_s * RATE_HZ)
        parts += [sound[done:place], np.zeros(int(length_s * RATE_HZ), dtype=np.int16)]
        done = place
    parts.append(sound[done:])
    loud = np.flatnonzero(np.abs(sound) > np.abs(sound).max() // 20)
    until = sum(map(len, parts)) - (len(sound) - int(loud[-1]))
    parts.append(np.zeros(int(AFTER_S * RATE_HZ), dtype=np.int16))
    joined = np.concatenate(parts)
    noise = np.random.default_rng(SEED).normal(0, LINE_NOISE, len(joined))
    line = (joined + noise).clip(-32768, 32767).astype(np.int16)
    return Hesitation(text, listen, line, until / RATE_HZ, len(pauses))


class _Ear:
    """One call's listener on one utterance."""

    def __init__(self, model: SpeechModel, completeness: Completeness, settings: Settings) -> None:
        self._utterances: list[Utterance] = []
        self._listener = Listener(model, completeness, settings.speech, self._told)

    def hear(self, one: Hesitation) -> Outcome:
        self._listener.listen(one.listen)
        far = np.zeros(FRAME, dtype=np.int16)
        for at in range(0, len(one.sound) - FRAME + 1, FRAME):
            frame = one.sound[at : at + FRAME]
            self._listener.process(frame, far, (at + FRAME) / RATE_HZ)
        first = min((u.decided_at for u in self._utterances), default=one.ends_at + AFTER_S)
        last = self._utterances[-1].heard.text if self._utterances else ""
        wait_ms = round(1000 * (first - one.ends_at))
        return Outcome(one, wait_ms < 0, wait_ms, last)

    def _told(self, event: ListenerEvent) -> None:
        if isinstance(event, Utterance) and event.heard.any:
            self._utterances.append(event)
