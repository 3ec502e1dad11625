"""`voicebot bench pauses`: callers who stop to think inside a number, and whether they are cut off.

    sample     两百零五块六
    spliced    两百 ……… 零五 ……… 块 ……… 六        silence between words, as long as people think
    cut off    the ear took the turn for over before the last word was said
    heard whole after all    … and the rest was added, by the ear or as the dialogue does it

Counted apart are amounts in two breaths (三千 ……… 五百: nobody can tell that the first is not all),
and orders that nobody asked for (给王小明转一千 … 二): there who goes on has to be heard whole.

Words and their times come from the recogniser; lengths and places of pauses are drawn by seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile
from ruamel.yaml import YAML

from voicebot.config import Settings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.actions.second_breath import LONGEST_PAUSE_S
from voicebot.dialogue.language.digit_parts import DigitParts
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.money import find_money, goes_on
from voicebot.operations.percentiles import percentile
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import ListenerEvent, Utterance
from voicebot.speech.listener import Listener
from voicebot.speech.recognizer import SpeechModel

RATE_HZ, FRAME = 16_000, 320
SEED = 96558
DRAWS = 3
NUMBER, UNITS = "零幺一二两三四五六七八九十百千万", "块元"
# How long people are silent: inside an amount or a group of digits, before they look for the next
# group on a card, and where they stop to think about an amount (ours).
INSIDE_S, NEXT_GROUP_S, TWO_BREATHS_S = (0.3, 1.0), (0.3, 10.0), (1.0, 3.0)
PHONE_DIGITS = 11
# 139 0951 0001: the digits said before the second and the third group.
PHONE_GROUPS = (3, 7)
PHONE = Listen("digits", max_keys=PHONE_DIGITS)
MONEY = Listen("money", max_keys=7)
ORDER = Listen("open")
READ_BACK = Listen("yes_no")
# With what an order begins that has an amount.
ORDERED = ("给", "充")
# Behind it there is room for the longest wait but that for many digits.
BEFORE_S, AFTER_S = 0.5, 6.0
# The dialogue's next question comes so soon after a turn.
ANSWERED_S = 0.2
LINE_NOISE = 8.0
# 20 ms on both sides of a cut.
FADED = RATE_HZ // 50

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Hesitation:
    """One utterance with pauses: `ends_at` is the end of its last word, in seconds."""

    text: str
    listen: Listen
    sound: Samples
    ends_at: float
    pauses: int
    two_breaths: bool


@dataclass(frozen=True)
class Outcome:
    """`wait_ms` from the last word to the end of the turn, negative if it came too early; None if
    the caller was never heard. `heard` is what they were taken to have said in the end.
    """

    asked: Hesitation
    wait_ms: int | None
    heard: str

    @property
    def cut_off(self) -> bool:
        """Whether the turn was ended too early."""
        return self.wait_ms is not None and self.wait_ms < 0

    @property
    def heard_whole(self) -> bool:
        """Whether it is what was said, cut off or not."""
        if self.asked.listen is PHONE:
            return parse_digits(self.heard) == parse_digits(self.asked.text)
        return _amount(self.heard) == _amount(self.asked.text)


def measure_pauses(settings: Settings) -> dict[str, Any]:
    """How many of the set were cut off, and how long the others waited for the end of the turn."""
    model = SpeechModel(settings.speech.model)
    completeness = Completeness.load(settings.nlu_data / "nlu")
    outcomes = []
    for one in pause_set(model, settings.root / "audio" / "callers"):
        ear = _Ear(model, completeness, settings)
        outcomes.append(ear.hear(one))
    orders = [one for one in outcomes if one.asked.listen is ORDER]
    answers = [one for one in outcomes if one.asked.listen is not ORDER]
    return figures([one for one in answers if not one.asked.two_breaths]) | {
        "amounts_in_two_breaths": figures([one for one in answers if one.asked.two_breaths]),
        "orders_in_one_breath": figures(orders),
    }


def figures(outcomes: list[Outcome]) -> dict[str, Any]:
    """Who was cut off, who was not heard, and how long the others waited."""
    with_pauses = [one for one in outcomes if one.asked.pauses]
    cut_off = [one for one in outcomes if one.cut_off]
    missed = [one.asked.text for one in outcomes if one.wait_ms is None]
    told: dict[str, Any] = {
        "utterances_with_pauses": len(with_pauses),
        "pauses": sum(one.asked.pauses for one in with_pauses),
        "cut_off": len(cut_off),
        "cut_off_and_heard_whole_after_all": sum(one.heard_whole for one in cut_off),
        "not_whole": _told(
            f"{one.asked.text} {one.heard}" for one in cut_off if not one.heard_whole
        ),
        "never_heard": _told(missed),
    }
    for name, some in (
        ("wait", with_pauses),
        ("wait_without_pauses", [one for one in outcomes if not one.asked.pauses]),
    ):
        waits = [one.wait_ms for one in some if one.wait_ms is not None and not one.cut_off]
        if waits:
            told[f"{name}_ms"] = {f"p{p}": round(percentile(waits, p)) for p in (50, 95)}
    return told


def _told(which: Iterable[str]) -> str:
    return ", ".join(which) or "none"


def _amount(text: str) -> int | None:
    found = find_money(text)
    return found[-1].value if found else None


def pause_set(model: SpeechModel, samples: Path) -> Iterator[Hesitation]:
    """Every sample of an amount or a phone number as it is, `DRAWS` times with pauses inside, and
    an amount once more in two breaths.
    """
    manifest = YAML(typ="safe").load((samples / "manifest.yaml").read_text(encoding="utf-8"))
    for entry in manifest:
        sound, _ = soundfile.read(samples / entry["file"], dtype="int16")
        for listen in _questions(entry["text"]):
            gaps = list(_gaps(model.word_times(sound), listen))
            yield _spliced(entry["text"], listen, sound, [])
            chance = random.Random(f"{SEED} {entry['file']}")
            for _ in range(DRAWS if gaps else 0):
                places = sorted(chance.sample(gaps, chance.randint(1, min(3, len(gaps)))))
                pauses = [(at, chance.uniform(*usual_s)) for at, usual_s in places]
                yield _spliced(entry["text"], listen, sound, pauses)
            if gaps and listen is not PHONE:
                pauses = [(chance.choice(gaps)[0], chance.uniform(*TWO_BREATHS_S))]
                yield _spliced(entry["text"], listen, sound, pauses, two_breaths=True)


def _questions(text: str) -> Iterator[Listen]:
    """What the sample answers, if it is a number with something inside."""
    if len(parse_digits(text)) == PHONE.max_keys:
        yield PHONE
    elif any(unit in text for unit in "百千万") and "密码" not in text:
        yield MONEY
        if text.startswith(ORDERED):
            yield ORDER


def _gaps(
    words: list[tuple[str, float, float]], listen: Listen
) -> Iterator[tuple[float, tuple[float, float]]]:
    """Where people are silent within a number, and from how long to how long."""
    said = ""
    for (before, _, end), (after, start, _) in pairwise(words):
        said += before
        if before[-1] in NUMBER and after[0] in NUMBER + UNITS:
            next_group = listen is PHONE and len(parse_digits(said)) in PHONE_GROUPS
            yield (end + start) / 2, NEXT_GROUP_S if next_group else INSIDE_S


def _spliced(
    text: str,
    listen: Listen,
    sound: Samples,
    pauses: list[tuple[float, float]],
    two_breaths: bool = False,
) -> Hesitation:
    parts: list[Samples] = [np.zeros(int(BEFORE_S * RATE_HZ), dtype=np.int16)]
    done = 0
    sound = _faded(sound, [int(at_s * RATE_HZ) for at_s, _ in pauses])
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
    return Hesitation(text, listen, line, until / RATE_HZ, len(pauses), two_breaths)


def _faded(sound: Samples, places: list[int]) -> Samples:
    """Cut at these places without a click, which would be heard as a consonant (二 as 八)."""
    rises = np.linspace(0, 1, FADED)
    strength = np.ones(len(sound))
    for place in places:
        before, behind = strength[:place][-FADED:], strength[place:][:FADED]
        before *= rises[::-1][-len(before) :]
        behind *= rises[: len(behind)]
    return (sound * strength).astype(np.int16)


class _Ear:
    """One call's listener on one utterance, and the questions that follow."""

    def __init__(self, model: SpeechModel, completeness: Completeness, settings: Settings) -> None:
        self._utterances: list[Utterance] = []
        self._listener = Listener(model, completeness, settings.speech, self._hears)

    def hear(self, one: Hesitation) -> Outcome:
        self._listener.listen(one.listen)
        far = np.zeros(FRAME, dtype=np.int16)
        answered = 0
        for at in range(0, len(one.sound) - FRAME + 1, FRAME):
            now = (at + FRAME) / RATE_HZ
            self._listener.process(one.sound[at : at + FRAME], far, now)
            heard = self._utterances
            if heard and heard[-1].decided_at > one.ends_at:
                break
            if len(heard) > answered and now >= heard[-1].decided_at + ANSWERED_S:
                answered = len(heard)
                self._listener.listen(_next_question(one.listen, heard))
        if not self._utterances:
            return Outcome(one, None, "")
        wait_ms = round(1000 * (self._utterances[0].decided_at - one.ends_at))
        return Outcome(one, wait_ms, put_together(one.listen, self._utterances))

    def _hears(self, event: ListenerEvent) -> None:
        if isinstance(event, Utterance) and event.heard.any:
            self._utterances.append(event)


def _next_question(listen: Listen, heard: list[Utterance]) -> Listen:
    """The read-back of an amount, or the rest of a phone number."""
    if listen is PHONE:
        return replace(PHONE, numbers=(put_together(PHONE, heard),))
    return READ_BACK


def put_together(listen: Listen, utterances: list[Utterance]) -> str:
    """What the dialogue takes the caller to have said in all of them."""
    text, until = utterances[0].heard.text, utterances[0].ended_at
    for one in utterances[1:]:
        said = one.heard.text
        if listen is PHONE:
            number = DigitParts(parse_digits(text), PHONE_DIGITS).heard(said)
            text = number.digits if number else text
        elif 0 < one.started_at - until <= LONGEST_PAUSE_S and goes_on(text, said):
            text += said
        elif find_money(said):
            text = said
        until = one.ended_at
    return text
