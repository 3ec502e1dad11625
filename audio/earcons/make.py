"""Makes the earcons beside this file: `python audio/earcons/make.py`. The same sounds every time.

Sine tones that start and end at nothing. All lie between 300 and 3400 Hz, so every telephone passes
them, and are softer than speech (-21 dBFS) at their loudest.
"""

from pathlib import Path

import numpy as np
import soundfile

RATE_HZ = 16_000
PEAK_DB = -26.0
EDGE_S = 0.008

# name: (frequency in Hz, length in s) of each note
EARCONS = {
    "listening": [(880, 0.08)],
    "thinking": [(440, 0.05)],
    "done": [(660, 0.06), (990, 0.08)],
    "error": [(523, 0.07), (370, 0.08)],
}


def note(hz: float, seconds: float) -> np.ndarray:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    rise = np.clip(times / EDGE_S, 0, 1)
    fall = np.clip((seconds - times) / seconds, 0, 1)
    return np.sin(2 * np.pi * hz * times) * rise * fall


def main() -> None:
    for name, notes in EARCONS.items():
        sound = np.concatenate([note(*one) for one in notes])
        sound *= 10 ** (PEAK_DB / 20) / np.abs(sound).max()
        soundfile.write(Path(__file__).parent / f"{name}.flac", sound, RATE_HZ)


if __name__ == "__main__":
    main()
