"""Keys as tones in the audio (DTMF), for lines that send them neither by RFC 4733 nor by SIP INFO.

    697 770 852 941 Hz  one of these rows
  + 1209 1336 1477 Hz   one of these columns,   both at once, for at least 40 ms (ITU-T Q.24)

Speech has energy everywhere, so a tone counts only if its two frequencies hold nearly all of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
FRAME = 320
ROWS_HZ = (697.0, 770.0, 852.0, 941.0)
COLUMNS_HZ = (1209.0, 1336.0, 1477.0)
KEYS = ("123", "456", "789", "*0#")

# Q.24: at least 40 ms is a key; with 20 ms frames that is two full frames.
FRAMES_OF_A_KEY = 2
# A pause shorter than this inside one key is a dropout of the line, not the end of the key.
FRAMES_BETWEEN_KEYS = 2
NEVER = 1 << 30
# What is held back with a tone: the frames that it begins and ends in.
FRAMES_AROUND_A_TONE = 2
SILENCE = bytes(2 * FRAME)
# A pure pair of tones holds all energy; codecs and noise leave it most of it. Speech stays below.
LEAST_SHARE = 0.70
# -36 dBm0 is the weakest that Q.24 asks for; 200 of 32 768 is about there.
LEAST_RMS = 200.0
# Q.24 allows the column to be 4 dB above and 8 dB below the row; lines do worse, speech far worse.
MOST_TWIST = 10 ** (10 / 10)


class ToneDetector:
    """Feed it 20 ms frames in order."""

    def __init__(self) -> None:
        times = np.arange(FRAME) / RATE_HZ
        frequencies = np.array(ROWS_HZ + COLUMNS_HZ)
        # Rows of cosine and sine: one product gives the strength of all seven frequencies.
        self._waves = np.exp(-2j * np.pi * frequencies[:, None] * times) * np.hanning(FRAME)
        self._gain = float(np.sum(np.hanning(FRAME)))
        self._window_energy = float(np.mean(np.hanning(FRAME) ** 2))
        self._candidate = ""
        self._frames = 0
        self._pause = NEVER
        self._told = False

    @property
    def frames_since_tone(self) -> int:
        """0 if the last frame had the tone of a key."""
        return self._pause

    def process(self, frame: npt.NDArray[np.int16]) -> str | None:
        """The key whose tone has just lasted long enough; each press is told once."""
        key = self._key_in(frame.astype(np.float64))
        if not key:
            self._pause += 1
            if self._pause >= FRAMES_BETWEEN_KEYS:
                self._candidate, self._frames, self._told = "", 0, False
            return None
        if key != self._candidate:
            self._candidate, self._frames, self._told = key, 0, False
        self._pause = 0
        self._frames += 1
        if self._told or self._frames < FRAMES_OF_A_KEY:
            return None
        self._told = True
        return key

    def _key_in(self, samples: npt.NDArray[np.float64]) -> str:
        energy = float(np.mean(samples**2))
        if energy < LEAST_RMS**2:
            return ""
        # Power of a sine of amplitude a is a²/2; the window's gain turns the product into a.
        powers = 2 * (np.abs(self._waves @ samples) / self._gain) ** 2
        row, column = int(np.argmax(powers[:4])), int(np.argmax(powers[4:]))
        strong, weak = sorted((powers[row], powers[4 + column]), reverse=True)
        if strong > MOST_TWIST * weak or strong + weak < LEAST_SHARE * energy:
            return ""
        return KEYS[row][column]


class ToneGate:
    """A line's sound, one frame late and without the tones of keys.

    Nothing behind it may hear them: a PIN in the recording would be as good as written down. A
    frame is held back because a tone begins and ends in the middle of one.
    """

    def __init__(self) -> None:
        self._tones = ToneDetector()
        self._held = SILENCE

    def process(self, frame: bytes) -> tuple[str | None, bytes]:
        """The key whose tone has just lasted long enough, and what may be heard."""
        key = self._tones.process(np.frombuffer(frame, dtype=np.int16))
        held, self._held = self._held, frame
        return key, SILENCE if self._tones.frames_since_tone <= FRAMES_AROUND_A_TONE else held
