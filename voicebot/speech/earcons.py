"""Short sounds beside speech that say where the caller is (audio/earcons/README.md).

A prompt that is an earcon has no text and is called `earcon_done`; it is played like any other, so
it can be interrupted like any other and never sounds under speech.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import soundfile

from voicebot.config import ConfigError
from voicebot.conversation.turn import Prompt

Earcon = Literal["listening", "thinking", "done", "error"]
EARCONS: tuple[Earcon, ...] = get_args(Earcon)

RATE_HZ = 16_000
LONGEST_MS = 150
LOUDEST_DB = -26.0
# An earcon stands apart from the words behind it; those before it end with a pause of their own.
AIR_MS = 120
# Work that goes on is told by a tick every two seconds (A22).
COMFORT = "earcon_comfort"
COMFORT_EVERY_MS = 2000

Samples = npt.NDArray[np.int16]


def earcon(name: Earcon) -> Prompt:
    """The prompt that is this sound."""
    return Prompt(f"earcon_{name}", "")


def comfort(seconds: float) -> tuple[Prompt, ...]:
    """Ticks for so long; the answer, a word or a key ends them earlier."""
    return (Prompt(COMFORT, ""),) * int(seconds * 1000 / COMFORT_EVERY_MS)


def load_earcons(folder: Path) -> dict[str, Samples]:
    """The sound of each earcon prompt by its name, silence behind it, 16 kHz.

    None before it: the answer to a key begins with `done`.

    Raises ConfigError for a file that is missing, too long, too loud or not 16 kHz mono.
    """
    air = np.zeros(RATE_HZ * AIR_MS // 1000, dtype=np.int16)
    read = {name: _read(folder / f"{name}.flac") for name in EARCONS}
    sounds = {f"earcon_{name}": np.concatenate([s, air]) for name, s in read.items()}
    tick = read["thinking"]
    quiet = np.zeros(RATE_HZ * COMFORT_EVERY_MS // 1000 - len(tick), dtype=np.int16)
    return sounds | {COMFORT: np.concatenate([quiet, tick])}


def _read(path: Path) -> Samples:
    try:
        sound, rate_hz = soundfile.read(path, dtype="int16")
    except (soundfile.SoundFileError, OSError) as error:
        raise ConfigError(path, None, f"{error}; take it from the release") from error
    if rate_hz != RATE_HZ or sound.ndim != 1:
        raise ConfigError(path, None, "not 16 kHz mono; convert it")
    if len(sound) > RATE_HZ * LONGEST_MS // 1000:
        raise ConfigError(path, None, f"longer than {LONGEST_MS} ms; cut it")
    if np.abs(sound.astype(np.int32)).max(initial=0) > 32768 * 10 ** (LOUDEST_DB / 20) + 1:
        raise ConfigError(path, None, f"louder than {LOUDEST_DB:.0f} dBFS; make it softer")
    return sound
