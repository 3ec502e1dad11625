"""`voicebot bench echo`: the bot's voice comes back, and nothing but the caller may stop it.

    alone      10 minutes of prompts and their echo: nobody speaks, nothing may stop the bot
    callers    the same, and somebody speaks over it every few seconds: each must be noticed

Runs the real ear, faster than real time; the bot falls silent when it is interrupted, as in a call.
What is played and said is named in `audio/callers/echo.yaml`, so a new recording changes no figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from ruamel.yaml import YAML

from voicebot.config import ConfigError, Settings
from voicebot.conversation.turn import Listen
from voicebot.operations.percentiles import percentile
from voicebot.operations.speakerphone import RATE_HZ, Samples, Scene
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import (
    Interrupted,
    ListenerEvent,
    Noticed,
    Utterance,
    WordsHeard,
)
from voicebot.speech.interruption import is_back_channel
from voicebot.speech.listener import Listener
from voicebot.speech.prompts import load_manifest
from voicebot.speech.recognizer import SpeechModel

FRAME = 320
SEED = 96558
SCENE_S = 30.0
# Between two prompts the caller thinks.
BETWEEN_S = 1.5
# The canceller has to learn a scene before somebody speaks; the next speaks when the bot goes on.
FIRST_CALLER_S, CALLER_EVERY_S = 6.0, 8.0
MATERIAL = "echo.yaml"


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


@dataclass
class _Run:
    """What the ear told, in one scene: when something was noticed, and when that became speech."""

    noticed: list[float] = field(default_factory=list)
    stopped: list[float] = field(default_factory=list)
    heard: list[Utterance] = field(default_factory=list)
    told_of_speech: bool = False

    def told(self, event: ListenerEvent) -> None:
        match event:
            case Noticed(at):
                self.noticed.append(at)
            case Interrupted(at) | WordsHeard(at):
                self._stop(at)
            case Utterance(heard, decided_at=at):
                self.heard.append(event)
                if heard.any and not is_back_channel(heard.text):
                    self._stop(at)
                self.told_of_speech = False

    def _stop(self, at: float) -> None:
        """Once for each that speaks."""
        if not self.told_of_speech:
            self.stopped.append(at)
        self.told_of_speech = True

    def has_heard(self, spoken: _Spoken) -> bool:
        """Whether just the words of it were heard."""
        return any(
            one.heard.text == spoken.said.text
            for one in self.heard
            if one.started_at < spoken.ended_at and spoken.at < one.ended_at
        )


@dataclass
class _Figures:
    """Of all scenes of all seeds."""

    false_stops: int = 0
    held: int = 0
    spoke: int = 0
    found: int = 0
    exactly: int = 0
    held_ms: list[float] = field(default_factory=list)
    stopped_ms: list[float] = field(default_factory=list)

    def add_alone(self, run: _Run) -> None:
        self.false_stops += len(run.stopped)
        self.held += len(run.noticed)

    def add_callers(self, run: _Run, callers: list[_Spoken]) -> None:
        for one in callers:
            stops = list(_within(run.stopped, one))
            self.spoke += 1
            self.found += bool(stops)
            self.exactly += run.has_heard(one)
            self.stopped_ms += stops[:1]
            self.held_ms += list(_within(run.noticed, one))[:1]


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
        spoken = [_Spoken(callers[int(chance.integers(len(callers)))], at) for at in _times()]
        for said in ([], spoken):
            run = _Run()
            ear = Listener(model, completeness, settings.speech, run.told)
            _play(ear, scene, sent, said, scene_seed)
            if said:
                figures.add_callers(run, said)
            else:
                figures.add_alone(run)
    return {
        "minutes": minutes * seeds,
        "false_stops": figures.false_stops,
        "held_for_a_moment": figures.held,
        "callers": figures.spoke,
        "callers_found": figures.found,
        "callers_heard_exactly": figures.exactly,
        "onset_to_silence_ms": _percentiles(figures.held_ms),
        "onset_to_stop_ms": _percentiles(figures.stopped_ms),
    }


def _scene_seeds(minutes: float, seeds: int) -> Iterator[int]:
    for seed in range(SEED, SEED + seeds):
        chance = np.random.default_rng(seed)
        for _ in range(round(minutes * 60 / SCENE_S)):
            yield int(chance.integers(1 << 30))


def _percentiles(values: list[float]) -> dict[str, int]:
    return {f"p{percent}": round(percentile(values, percent)) for percent in (50, 95)}


def _within(times: list[float], spoken: _Spoken) -> Iterator[float]:
    """Milliseconds from the onset, of what was told of that caller."""
    for time in times:
        if spoken.at < time < spoken.ended_at + 1.0:
            yield 1000 * (time - spoken.at)


def _times() -> Iterator[float]:
    at = FIRST_CALLER_S
    while at < SCENE_S - 3:
        yield at
        at += CALLER_EVERY_S


def _play(ear: Listener, scene: Scene, sent: Samples, callers: list[_Spoken], seed: int) -> None:
    """The echo of what is really sent: a bot that was interrupted is silent for a while."""
    ear.listen(Listen())
    chance = np.random.default_rng(seed)
    really = sent.copy()
    for one in callers:
        # A stop takes half a second; the bot comes back two seconds after the caller.
        really[int((one.at + 0.5) * RATE_HZ) : int((one.ended_at + 2.0) * RATE_HZ)] = 0
    near = scene.echo(really, chance)
    for one in callers:
        start = int(one.at * RATE_HZ)
        near[start : start + len(one.said.sound)] += one.said.sound[: len(near) - start]
    line = scene.line(near, chance)
    for at in range(0, len(line) - FRAME + 1, FRAME):
        ear.process(line[at : at + FRAME], really[at : at + FRAME], (at + FRAME) / RATE_HZ)


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
