"""What a telephone does to a voice: each condition is a chain of small changes, fixed by a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import soxr
from scipy import signal

from voicebot.laboratory.noises import NOISES, RMS
from voicebot.laboratory.samples import RATE_HZ, Sound

TELEPHONE_HZ = 8_000
PACKET = RATE_HZ // 50
# G.711's law (ITU-T G.711, A = 87.6), 8 bits; its band in practice (ITU-T G.712).
A_LAW, LEVELS = 87.6, 127
BAND_HZ = (300, 3_400)
# A metre away, what a room adds to a voice is about as loud as the voice.
REVERBERANT = 0.06


@dataclass(frozen=True)
class Surroundings:
    """What conditions draw on: chance, and voices for a babble."""

    chance: np.random.Generator
    voices: Sequence[Sound]


Change = Callable[[Sound, Surroundings], Sound]


@dataclass(frozen=True)
class Condition:
    """`echo_db` is how much weaker the bot's prompt comes back from a speakerphone; 0: not.

    `accented`: for callers who exchange sounds, which is recorded and not computed.
    """

    name: str
    changes: tuple[Change, ...] = field(default=())
    echo_db: float = 0.0
    accented: bool = False

    def apply(self, sound: Sound, surroundings: Surroundings) -> Sound:
        """The sound at the bank's end."""
        for change in self.changes:
            sound = change(sound, surroundings)
        return sound.clip(-1, 1).astype(np.float32)


def a_law(sound: Sound, around: Surroundings) -> Sound:
    """The telephone: 300 to 3400 Hz, A-law, 8 kHz."""
    band = signal.butter(4, BAND_HZ, "bandpass", fs=TELEPHONE_HZ, output="sos")
    narrow = signal.sosfilt(band, soxr.resample(sound, RATE_HZ, TELEPHONE_HZ))
    loud, knee = np.abs(narrow).clip(0, 1), 1 + np.log(A_LAW)
    small = loud < 1 / A_LAW
    coded = np.where(small, A_LAW * loud, 1 + np.log(np.maximum(A_LAW * loud, 1))) / knee
    coded = np.round(coded * LEVELS) / LEVELS
    back = np.where(coded < 1 / knee, coded * knee / A_LAW, np.exp(coded * knee - 1) / A_LAW)
    wide = soxr.resample(np.sign(narrow) * back, TELEPHONE_HZ, RATE_HZ)
    return np.asarray(wide, dtype=np.float32)


def noise(sound: Sound, around: Surroundings, *, kind: str, snr_db: float) -> Sound:
    """Something else is heard; the ratio is to the speech, which is at −20 dBFS."""
    added = NOISES[kind](len(sound), around.chance, around.voices)
    return sound + added * 10 ** (-snr_db / 20) * np.float32(_speech_rms(sound) / RMS)


def room(sound: Sound, around: Surroundings, *, decay_s: float) -> Sound:
    """Speech from a metre away in a room that takes `decay_s` to fall by 60 dB."""
    length = int(decay_s * RATE_HZ)
    decay = 10 ** (-3 * np.arange(length) / length)
    response = around.chance.standard_normal(length) * decay * REVERBERANT
    response[0] = 1
    return np.asarray(signal.fftconvolve(sound, response)[: len(sound)], dtype=np.float32)


def loss(sound: Sound, around: Surroundings, *, share: float) -> Sound:
    """Packets of 20 ms that never arrive, two in a row as often as not; silence in their place."""
    lost, gone = sound.copy(), False
    for start in range(0, len(sound), PACKET):
        # Two states (Gilbert): half of the lost packets are followed by another.
        gone = around.chance.random() < (0.5 if gone else 0.5 * share / (1 - share))
        if gone:
            lost[start : start + PACKET] = 0
    return lost


def speed(sound: Sound, around: Surroundings, *, factor: float) -> Sound:
    """Faster or slower, and higher or lower with it."""
    return np.asarray(soxr.resample(sound, RATE_HZ * factor, RATE_HZ), dtype=np.float32)


def level(sound: Sound, around: Surroundings, *, db: float) -> Sound:
    """Quieter or louder; too loud is clipped."""
    return np.asarray((sound * 10 ** (db / 20)).clip(-1, 1), dtype=np.float32)


def _speech_rms(sound: Sound) -> float:
    loud = np.square(sound)[np.abs(sound) > RMS / 10]
    return float(np.sqrt(loud.mean())) if len(loud) else RMS


CONDITIONS = (
    Condition("wide band (G.722)"),
    Condition("telephone", (a_law,)),
    Condition("street 15 dB", (partial(noise, kind="street", snr_db=15), a_law)),
    Condition("television 15 dB", (partial(noise, kind="babble", snr_db=15), a_law)),
    Condition("music 15 dB", (partial(noise, kind="music", snr_db=15), a_law)),
    Condition("wind 10 dB", (partial(noise, kind="wind", snr_db=10), a_law)),
    Condition("line noise 20 dB", (partial(noise, kind="hiss", snr_db=20), a_law)),
    Condition("line noise 10 dB", (partial(noise, kind="hiss", snr_db=10), a_law)),
    Condition("room 0.4 s", (partial(room, decay_s=0.4), a_law)),
    Condition("speakerphone echo", (partial(room, decay_s=0.2), a_law), echo_db=14),
    Condition("loss 3 %", (a_law, partial(loss, share=0.03))),
    Condition("loss 10 %", (a_law, partial(loss, share=0.10))),
    Condition("15 % faster", (partial(speed, factor=1.15), a_law)),
    Condition("15 % slower", (partial(speed, factor=0.85), a_law)),
    Condition("20 dB quieter", (partial(level, db=-20), a_law)),
    Condition("12 dB too loud", (partial(level, db=12), a_law)),
    Condition("accent", (a_law,), accented=True),
)
TELEPHONE = CONDITIONS[1]
