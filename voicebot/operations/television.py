"""`voicebot bench television`: others speak in the room all the time, softer than the caller.

    alone      a television and prompts: it may not silence them for long, and is no caller
    callers    the same, and somebody speaks over a prompt every few seconds: each must be heard

The television (one voice at a time) or the babble (six) sounds from a metre away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from ruamel.yaml import YAML

from voicebot.config import Settings
from voicebot.laboratory.call import Ear
from voicebot.laboratory.conditions import Surroundings, a_law, room
from voicebot.laboratory.living_room import RoomCall
from voicebot.laboratory.noises import babble
from voicebot.operations.percentiles import percentile
from voicebot.speech.completeness import Completeness
from voicebot.speech.level import levelled
from voicebot.speech.prompts import load_manifest
from voicebot.speech.recognizer import SpeechModel
from voicebot.speech.speaker import RATE_HZ, Samples

SEED = 96558
SOFTER_DB = (10, 15, 20)
DECAY_S = 0.4
LINE_NOISE = 8.0
# Shorter lines are pieces of a sentence.
LINES_OF_A_PROMPT, SHORTEST_LINE_S = 3, 1.5
TELEVISION = "television.flac"

Said = tuple[str, Samples]
Progress = Callable[[str], None]


def measure_television(settings: Settings, minutes: float, progress: Progress) -> dict[str, Any]:
    """Figures of calls of `minutes`, by what sounds and how much softer than the caller it is."""
    speech = settings.speech
    completeness = Completeness.load(settings.nlu_data / "nlu")
    ear = Ear(SpeechModel.load(settings), completeness, speech)
    said = list(_said(settings.root / "audio" / "callers"))
    lines = list(_lines(speech.prompts))
    figures = {}
    for name, around in _rooms(settings.root / "audio" / "callers", said, minutes):
        alone = RoomCall(ear, _prompts(lines), around, iter(()))
        alone.run()
        together = RoomCall(ear, _prompts(lines), around, _drawn(said))
        together.run()
        figures[name] = {"alone": _disturbed(alone, minutes), "callers": _found(together)}
        progress(f"{name}: done")
    return figures


def _disturbed(call: RoomCall, minutes: float) -> dict[str, Any]:
    return {
        "silenced_a_minute": round(len(call.silences) / minutes, 1),
        "silent_s_a_minute": round(sum(call.silences) / minutes, 1),
        "longest_silence_s": round(max(call.silences, default=0.0), 1),
        "taken_for_the_caller_a_minute": round(call.false_answers / minutes, 1),
    }


def _found(call: RoomCall) -> dict[str, Any]:
    found = [one for one in call.sentences if one.found]
    right = [one for one in found if one.heard and one.heard.heard.text == one.text]
    silent_ms = [1000 * (one.silent_at - one.at) for one in found if one.silent_at]
    late_ms = [1000 * one.late_s for one in found]
    return {
        "sentences": len(call.sentences),
        "found": len(found),
        "heard_exactly": len(right),
        "onset_to_silence_ms": _percentiles(silent_ms),
        "end_to_decision_ms": _percentiles(late_ms),
        "taken_for_the_caller": call.false_answers,
    }


def _percentiles(values: list[float]) -> dict[str, int]:
    return {f"p{p}": round(percentile(values, p)) for p in (50, 95)} if values else {}


def _rooms(samples: Path, said: list[Said], minutes: float) -> Iterator[tuple[str, Samples]]:
    """Names and sounds, at the bank's end of the line."""
    length = int(minutes * 60 * RATE_HZ)
    chance = np.random.default_rng(SEED)
    surroundings = Surroundings(chance, [sound / np.float32(32768) for _, sound in said])
    programme = soundfile.read(samples / TELEVISION, dtype="float32")[0]
    sounds = {
        "television": np.resize(programme, length),
        "babble": babble(length, chance, surroundings.voices),
    }
    noise = chance.normal(0, LINE_NOISE, length)
    yield "a quiet room", noise.astype(np.int16)
    for name, sound in sounds.items():
        heard = a_law(room(sound, surroundings, decay_s=DECAY_S), surroundings)[:length]
        # As loud as the callers, then softer.
        heard = levelled(heard) * 32768
        for db in SOFTER_DB:
            softer = heard * 10 ** (-db / 20) + noise[: len(heard)]
            yield f"{name}, {db} dB softer", softer.clip(-32768, 32767).astype(np.int16)


def _said(samples: Path) -> Iterator[Said]:
    """Every sample with words, without the silence around it, as a telephone passes it on."""
    manifest = YAML(typ="safe").load((samples / "manifest.yaml").read_text(encoding="utf-8"))
    around = Surroundings(np.random.default_rng(SEED), [])
    for entry in manifest:
        if entry["text"]:
            sound = a_law(soundfile.read(samples / entry["file"], dtype="float32")[0], around)
            loud = np.flatnonzero(np.abs(sound) > np.abs(sound).max() / 20)
            voice = sound[loud[0] : loud[-1] + 1].clip(-1, 1)
            yield entry["text"], (voice * 32767).astype(np.int16)


def _drawn(said: list[Said]) -> Iterator[Said]:
    chance = np.random.default_rng(SEED)
    while True:
        yield said[int(chance.integers(len(said)))]


def _lines(folder: Path) -> Iterator[Samples]:
    for file in sorted(load_manifest(folder).values()):
        sound, _ = soundfile.read(folder / file, dtype="int16")
        if len(sound) > SHORTEST_LINE_S * RATE_HZ:
            yield sound


def _prompts(lines: list[Samples]) -> Iterator[list[Samples]]:
    chance = np.random.default_rng(SEED)
    while True:
        yield [lines[int(chance.integers(len(lines)))] for _ in range(LINES_OF_A_PROMPT)]
