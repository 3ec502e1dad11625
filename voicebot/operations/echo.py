"""`voicebot bench echo`: the bot's voice comes back, and nothing but the caller may stop it.

    alone      10 minutes of prompts and their echo: nobody speaks, nothing may stop the bot
    callers    the same, and somebody speaks over it every few seconds: each must be noticed

Runs the real ear, faster than real time; the bot falls silent when it is interrupted, as in a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from ruamel.yaml import YAML

from voicebot.config import Settings
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
SILENCE = np.zeros(FRAME, dtype=np.int16)


@dataclass
class _Run:
    """What the ear told, in one scene: when something was noticed, and when that became speech."""

    noticed: list[float] = field(default_factory=list)
    stopped: list[float] = field(default_factory=list)
    told_of_speech: bool = False

    def told(self, event: ListenerEvent) -> None:
        match event:
            case Noticed(at):
                self.noticed.append(at)
            case Interrupted(at) | WordsHeard(at):
                self._stop(at)
            case Utterance(heard, decided_at=at):
                if heard.any and not is_back_channel(heard.text):
                    self._stop(at)
                self.told_of_speech = False

    def _stop(self, at: float) -> None:
        """Once for each that speaks."""
        if not self.told_of_speech:
            self.stopped.append(at)
        self.told_of_speech = True


def measure_echo(settings: Settings, minutes: float) -> dict[str, Any]:
    """False stops of the bot by its own voice, and how many callers over it were found."""
    model = SpeechModel(settings.speech.model)
    completeness = Completeness.load(settings.nlu_data / "nlu")
    callers = _callers(settings.root / "audio" / "callers")
    chance = np.random.default_rng(SEED)
    false_stops = held = spoke = found = 0
    held_ms: list[float] = []
    stopped_ms: list[float] = []
    for _ in range(round(minutes * 60 / SCENE_S)):
        scene, seed = Scene.draw(chance), int(chance.integers(1 << 30))
        sent = _prompts(settings.speech.prompts, np.random.default_rng(seed))
        alone = _Run()
        ear = Listener(model, completeness, settings.speech, alone.told)
        _play(ear, alone, scene, sent, [], seed)
        false_stops += len(alone.stopped)
        held += len(alone.noticed)
        said = [(at, callers[int(chance.integers(len(callers)))]) for at in _times()]
        run = _Run()
        ear = Listener(model, completeness, settings.speech, run.told)
        _play(ear, run, scene, sent, said, seed)
        for at, sound in said:
            onset, end = at, at + len(sound) / RATE_HZ + 1.0
            spoke += 1
            stops = [stop - onset for stop in run.stopped if onset < stop < end]
            found += bool(stops)
            stopped_ms += [1000 * stop for stop in stops[:1]]
            held_ms += [1000 * (n - onset) for n in run.noticed if onset < n < end][:1]
    return {
        "minutes": minutes,
        "false_stops": false_stops,
        "held_for_a_moment": held,
        "callers": spoke,
        "callers_found": found,
        "onset_to_silence_ms": {f"p{p}": round(percentile(held_ms, p)) for p in (50, 95)},
        "onset_to_stop_ms": {f"p{p}": round(percentile(stopped_ms, p)) for p in (50, 95)},
    }


def _times() -> Iterator[float]:
    at = FIRST_CALLER_S
    while at < SCENE_S - 3:
        yield at
        at += CALLER_EVERY_S


def _play(
    ear: Listener,
    run: _Run,
    scene: Scene,
    sent: Samples,
    said: list[tuple[float, Samples]],
    seed: int,
) -> None:
    """The echo of what is really sent: a bot that was interrupted is silent for a while."""
    ear.listen(Listen())
    quiet_until = 0.0
    chance = np.random.default_rng(seed)
    really = sent.copy()
    for at, sound in said:
        # A stop takes half a second; the bot comes back two seconds after the caller.
        quiet_until = at + len(sound) / RATE_HZ + 2.0
        really[int((at + 0.5) * RATE_HZ) : int(quiet_until * RATE_HZ)] = 0
    near = scene.echo(really, chance)
    for at, sound in said:
        start = int(at * RATE_HZ)
        near[start : start + len(sound)] += sound[: len(near) - start]
    line = scene.line(near, chance)
    for at in range(0, len(line) - FRAME + 1, FRAME):
        ear.process(line[at : at + FRAME], really[at : at + FRAME], (at + FRAME) / RATE_HZ)


def _prompts(folder: Path, chance: np.random.Generator) -> Samples:
    """One scene of recorded prompts, one after another."""
    files = sorted(load_manifest(folder).values())
    pieces: list[Samples] = []
    seconds = 0.0
    while seconds < SCENE_S:
        sound, _ = soundfile.read(folder / files[int(chance.integers(len(files)))], dtype="int16")
        pause = BETWEEN_S if chance.random() < 0.2 else 0.2
        pieces += [sound, np.zeros(int(pause * RATE_HZ), dtype=np.int16)]
        seconds += len(sound) / RATE_HZ + pause
    return np.concatenate(pieces)[: int(SCENE_S * RATE_HZ)]


def _callers(samples: Path) -> list[Samples]:
    """What is said over prompts: every sample with words, without the silence before them."""
    manifest = YAML(typ="safe").load((samples / "manifest.yaml").read_text(encoding="utf-8"))
    files = [samples / entry["file"] for entry in manifest if entry["text"]]
    sounds = [soundfile.read(file, dtype="int16")[0] for file in files]
    return [
        sound[np.flatnonzero(np.abs(sound) > np.abs(sound).max() // 20)[0] :] for sound in sounds
    ]
