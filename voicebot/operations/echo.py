"""`voicebot bench echo`: the bot's voice comes back, and nothing but the caller may stop it.

    alone      10 minutes of prompts and their echo: nobody speaks, nothing may stop the bot
    callers    the same, and three speak over it in every scene: each must be found (taken for
               speech), and is answered unless it was so short and doubtful that it may be a noise

    scene      |learning                    |the echo comes sooner or later         |
    callers       ▇ drawn                      ▇ 0.5–2 s behind (or before)     ▇

Runs the real ear, faster than real time; the bot falls silent when it is interrupted, as in a call.
What is played and said is named in `audio/callers/echo.yaml`, so a new recording changes no figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from ruamel.yaml import YAML

from voicebot.config import ConfigError, Settings
from voicebot.conversation.turn import Listen
from voicebot.laboratory.stops import Stops
from voicebot.operations.percentiles import percentile
from voicebot.operations.speakerphone import RATE_HZ, Samples, Scene
from voicebot.operations.targets import at_least, at_most
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import ListenerEvent, Utterance
from voicebot.speech.giving_way import GivingWay
from voicebot.speech.interruption import interrupts
from voicebot.speech.listener import Listener
from voicebot.speech.prompts import load_manifest
from voicebot.speech.recognizer import SpeechModel
from voicebot.speech.speaker import LONGEST_GAP_FRAMES, Speaker

FRAME = 320
SEED = 96558
SCENE_S = 30.0
# The delay of the echo jumps half-way.
JUMP_S = SCENE_S / 2
# Between two prompts the caller thinks.
BETWEEN_S = 1.5
# A stop takes half a second; the bot comes back two seconds after the caller, and is spoken over
# again half a second later at the earliest.
STOP_S, BACK_S, OVER_S = 0.5, 2.0, 0.5
# When the three of a scene begin: while the line is learnt, behind the jump or (in every other
# scene) before it, and later.
FIRST_S, AFTER_JUMP_S, BEFORE_JUMP_S = (0.3, 6.0), (JUMP_S + 0.5, JUMP_S + 2.0), (10.0, 14.0)
LATER_S = (22.0, 26.0)
# Whoever speaks before this meets a line that is not known yet.
LEARNING_S = 3.0
MATERIAL = "echo.yaml"
FALSE_STOPS, FOUND = at_most(0), at_least(98, "%")
# What the mouth says: one phrase, to see what becomes of it.
PHRASE = np.ones(int(SCENE_S * RATE_HZ), dtype=np.int16)


@dataclass(frozen=True)
class _Said:
    """What a caller says, and its sound without the silence before it."""

    text: str
    sound: Samples


@dataclass(frozen=True)
class _Spoken:
    """A caller over a prompt, who begins `at`."""

    said: _Said
    at: float

    @property
    def ended_at(self) -> float:
        return self.at + len(self.said.sound) / RATE_HZ

    @property
    def when(self) -> str:
        """What is hard about this moment."""
        if self.at < LEARNING_S:
            return f"in_the_first_{LEARNING_S:g}_s"
        return "after_a_jump" if JUMP_S < self.at <= AFTER_JUMP_S[1] else "at_other_times"


@dataclass
class _Hold:
    """A silence of the mouth, because something was noticed, since `at`."""

    at: float
    frames: int = 1

    @property
    def seconds(self) -> float:
        return self.frames * FRAME / RATE_HZ

    @property
    def begins_again(self) -> bool:
        """Whether the phrase is said again from its start: the caller hears that."""
        return self.frames > LONGEST_GAP_FRAMES


class _Run:
    """What the ear told in one scene, and when the mouth was silent for it."""

    def __init__(self) -> None:
        self.heard: list[Utterance] = []
        self.holds: list[_Hold] = []
        self._hold: _Hold | None = None
        self._stops = Stops()
        self._mouth = Speaker(lambda _mark: None)
        self._giving_way = GivingWay(self._mouth)

    def told(self, event: ListenerEvent) -> None:
        """By the ear."""
        self._giving_way.heard(event)
        self._stops.told(event)
        if isinstance(event, Utterance):
            self.heard.append(event)

    def passes(self, now: float) -> None:
        """20 ms of the mouth, which always has something to say."""
        if not self._mouth.playing:
            self._mouth.play(PHRASE)
        self._mouth.next_frame()
        if not self._mouth.silent:
            self._hold = None
        elif self._hold:
            self._hold.frames += 1
        else:
            self._hold = _Hold(now)
            self.holds.append(self._hold)

    @property
    def stopped(self) -> list[float]:
        """When somebody was taken for speaking to us."""
        return self._stops.at

    def heard_of(self, spoken: _Spoken) -> list[Utterance]:
        """What has at least some of it."""
        return [
            one
            for one in self.heard
            if one.started_at < spoken.ended_at and spoken.at < one.ended_at
        ]


@dataclass
class _Figures:
    """Of all scenes of all seeds."""

    false_stops: int = 0
    stopped_between: int = 0
    holds: list[_Hold] = field(default_factory=list)
    spoke: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    exactly: int = 0
    silent_ms: list[float] = field(default_factory=list)
    stopped_ms: list[float] = field(default_factory=list)

    def add_alone(self, run: _Run) -> None:
        self.false_stops += len(run.stopped)
        self.holds += run.holds

    def add_callers(self, run: _Run, callers: list[_Spoken]) -> None:
        of_callers = 0
        for one in callers:
            stops = list(_within(run.stopped, one))
            of_callers += len(stops)
            self.spoke[one.when] += 1
            self.found[one.when] += bool(stops)
            heard = run.heard_of(one)
            self.answered += any(map(interrupts, heard))
            self.exactly += any(part.heard.text == one.said.text for part in heard)
            self.stopped_ms += stops[:1]
            self.silent_ms += list(_within([hold.at for hold in run.holds], one))[:1]
        self.stopped_between += len(run.stopped) - of_callers

    def document(self, minutes: float) -> dict[str, Any]:
        """All of them, and what is wanted of them."""
        spoke, found = self.spoke.total(), self.found.total()
        return {
            "minutes": minutes,
            "false_stops": self.false_stops,
            "held_for_a_moment": len(self.holds),
            "held_a_minute": round(len(self.holds) / minutes, 2),
            "held_s": round(sum(hold.seconds for hold in self.holds), 2),
            "phrases_begun_again": sum(hold.begins_again for hold in self.holds),
            "callers": spoke,
            "callers_found": found,
            "callers_answered": self.answered,
            "callers_heard_exactly": self.exactly,
            **{when: {"spoke": n, "found": self.found[when]} for when, n in self.spoke.items()},
            "stopped_between_callers": self.stopped_between,
            "onset_to_silence_ms": _percentiles(self.silent_ms),
            "onset_to_stop_ms": _percentiles(self.stopped_ms),
            "targets": {
                "false stops": FALSE_STOPS.line(self.false_stops),
                "callers found": FOUND.line(100 * found / spoke if spoke else None),
            },
        }


def measure_echo(settings: Settings, minutes: float, seeds: int) -> dict[str, Any]:
    """False stops of the bot by its own voice, and how many callers over it were found.

    `minutes` for each of the `seeds`, which are other rooms, telephones and voices. ConfigError if
    a line of the material is not recorded.
    """
    model = SpeechModel.load(settings)
    completeness = Completeness.load(settings.nlu_data / "nlu")
    folder = settings.root / "audio" / "callers"
    prompts = _prompts(folder, settings.speech.prompts)
    callers = _callers(folder)
    figures = _Figures()
    for scene_seed in _scene_seeds(minutes, seeds):
        chance = np.random.default_rng(scene_seed)
        scene = Scene.draw(chance)
        sent = _one_after_another(prompts, chance)
        spoken = list(_speaking(callers, chance))
        for said in ([], spoken):
            run = _Run()
            ear = Listener(model, completeness, settings.speech, run.told)
            near, far = _line(scene, sent, said, scene_seed)
            _hear(ear, run, near, far)
            if said:
                figures.add_callers(run, said)
            else:
                figures.add_alone(run)
    return figures.document(minutes * seeds)


def _scene_seeds(minutes: float, seeds: int) -> Iterator[int]:
    for seed in range(SEED, SEED + seeds):
        chance = np.random.default_rng(seed)
        for _ in range(round(minutes * 60 / SCENE_S)):
            yield int(chance.integers(1 << 30))


def _percentiles(values: list[float]) -> dict[str, int]:
    return {f"p{p}": round(percentile(values, p)) for p in (50, 95)} if values else {}


def _within(times: list[float], spoken: _Spoken) -> Iterator[float]:
    """Milliseconds from the onset, of what was told of that caller."""
    for time in times:
        if spoken.at < time < spoken.ended_at + 1.0:
            yield 1000 * (time - spoken.at)


def _speaking(callers: list[_Said], chance: np.random.Generator) -> Iterator[_Spoken]:
    """The callers of one scene, each over a bot that speaks."""
    middle = AFTER_JUMP_S if chance.random() < 0.5 else BEFORE_JUMP_S
    sounds_again_at = 0.0
    for between in (FIRST_S, middle, LATER_S):
        said = callers[int(chance.integers(len(callers)))]
        one = _Spoken(said, max(chance.uniform(*between), sounds_again_at))
        yield one
        sounds_again_at = one.ended_at + BACK_S + OVER_S


def _line(
    scene: Scene, sent: Samples, callers: list[_Spoken], seed: int
) -> tuple[Samples, Samples]:
    """What comes from the line, and what is really sent: who was interrupted is silent a while."""
    chance = np.random.default_rng(seed)
    really = sent.copy()
    for one in callers:
        really[int((one.at + STOP_S) * RATE_HZ) : int((one.ended_at + BACK_S) * RATE_HZ)] = 0
    near = scene.echo(really, chance)
    for one in callers:
        start = int(one.at * RATE_HZ)
        near[start : start + len(one.said.sound)] += one.said.sound[: len(near) - start]
    return scene.line(near, chance), really


def _hear(ear: Listener, run: _Run, near: Samples, far: Samples) -> None:
    ear.listen(Listen())
    for at in range(0, len(near) - FRAME + 1, FRAME):
        now = (at + FRAME) / RATE_HZ
        ear.process(near[at : at + FRAME], far[at : at + FRAME], now)
        run.passes(now)


def _one_after_another(prompts: list[Samples], chance: np.random.Generator) -> Samples:
    """One scene of prompts."""
    pieces: list[Samples] = []
    seconds = 0.0
    while seconds < SCENE_S:
        sound = prompts[int(chance.integers(len(prompts)))]
        pause = BETWEEN_S if chance.random() < 0.2 else 0.2
        pieces += [sound, np.zeros(int(pause * RATE_HZ), dtype=np.int16)]
        seconds += len(sound) / RATE_HZ + pause
    return np.concatenate(pieces)[: int(SCENE_S * RATE_HZ)]


def _material(folder: Path, what: str) -> list[str]:
    named = YAML(typ="safe").load((folder / MATERIAL).read_text(encoding="utf-8"))[what]
    return list(named)


def _prompts(folder: Path, recordings: Path) -> list[Samples]:
    files = load_manifest(recordings)
    lines = _material(folder, "prompts")
    for line in lines:
        if line not in files:
            message = f"{line} is not recorded; take another line of the prompts"
            raise ConfigError(folder / MATERIAL, None, message)
    return [soundfile.read(recordings / files[line], dtype="int16")[0] for line in lines]


def _callers(folder: Path) -> list[_Said]:
    manifest = YAML(typ="safe").load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    texts = {entry["file"]: entry["text"] for entry in manifest}
    return [_said(texts[file], folder / file) for file in _material(folder, "callers")]


def _said(text: str, file: Path) -> _Said:
    sound, _ = soundfile.read(file, dtype="int16")
    return _Said(text, sound[np.flatnonzero(np.abs(sound) > np.abs(sound).max() // 20)[0] :])
