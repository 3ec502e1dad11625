"""A speakerphone on a bad day: the bot's own voice comes back late, loud, roomy and through codecs.

    sent ─▶ codec ─▶ loudspeaker (clips) ─▶ room ─▶ delay ─┐
                                          caller ─────────(+)─▶ codec ─▶ what the bot hears

Everything is drawn by seed: each scene is another room and telephone, and half-way its delay jumps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

RATE_HZ, NARROW_HZ = 16_000, 8_000
LINE_NOISE = 8.0
LOUDEST = 32_767.0
# G.711 (ITU-T), the continuous form of its law.
MU = 255.0
STEPS = 127

Samples = npt.NDArray[np.int16]
Sound = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """`delays_ms` before and after the jump; the loudspeaker clips at `clips_at` of full scale."""

    delays_ms: tuple[float, float]
    gain_db: float
    reverberation_s: float
    clips_at: float
    narrow: bool

    @classmethod
    def draw(cls, chance: np.random.Generator) -> Scene:
        """A telephone that a caller may have."""
        first, second = chance.uniform(20, 600, 2)
        return cls(
            (first, second),
            gain_db=chance.uniform(-30, -6),
            reverberation_s=chance.uniform(0.15, 0.5),
            clips_at=chance.uniform(0.15, 1.0),
            narrow=bool(chance.random() < 0.5),
        )

    def echo(self, sent: Samples, chance: np.random.Generator) -> Sound:
        """What the microphone picks up of `sent`, as long as `sent`."""
        played = _through_codec(sent.astype(np.float64), self.narrow)
        played = played.clip(-self.clips_at * LOUDEST, self.clips_at * LOUDEST)
        heard = _convolved(played, self._room(chance)) * 10 ** (self.gain_db / 20)
        half = len(heard) // 2
        before, after = (_late(heard, delay) for delay in self.delays_ms)
        return np.concatenate([before[:half], after[half:]])

    def line(self, sound: Sound, chance: np.random.Generator) -> Samples:
        """What arrives of the microphone's sound."""
        noisy = sound + chance.normal(0, LINE_NOISE, len(sound))
        return _through_codec(noisy, self.narrow).clip(-LOUDEST, LOUDEST).astype(np.int16)

    def _room(self, chance: np.random.Generator) -> Sound:
        """The direct sound, and noise that has lost 60 dB after `reverberation_s`."""
        times = np.arange(int(self.reverberation_s * RATE_HZ)) / RATE_HZ
        tail = chance.normal(0, 0.05, len(times)) * 10 ** (-3 * times / self.reverberation_s)
        tail[0] = 1.0
        return tail


def _late(sound: Sound, delay_ms: float) -> Sound:
    silence = np.zeros(int(delay_ms * RATE_HZ / 1000))
    return np.concatenate([silence, sound])[: len(sound)]


def _convolved(sound: Sound, room: Sound) -> Sound:
    size = 1 << (len(sound) + len(room)).bit_length()
    product = np.fft.rfft(sound, size) * np.fft.rfft(room, size)
    return np.fft.irfft(product, size)[: len(sound)]


def _through_codec(sound: Sound, narrow: bool) -> Sound:
    """G.711 on a narrow line; G.722 loses too little to be worth imitating."""
    if not narrow:
        return sound
    small = soxr.resample(sound, RATE_HZ, NARROW_HZ).clip(-LOUDEST, LOUDEST) / LOUDEST
    law = np.sign(small) * np.log1p(MU * np.abs(small)) / np.log1p(MU)
    law = np.round(law * STEPS) / STEPS
    heard = np.sign(law) * np.expm1(np.abs(law) * np.log1p(MU)) / MU * LOUDEST
    wide: Sound = soxr.resample(heard, NARROW_HZ, RATE_HZ)
    return np.pad(wide, (0, max(len(sound) - len(wide), 0)))[: len(sound)]
