"""How high a voice is: the median over what is voiced, so that the tones of the words even out."""

from __future__ import annotations

import numpy as np

from voicebot.speech.edges import RATE_HZ
from voicebot.studio.sound import Samples

LOWEST_HZ, HIGHEST_HZ = 70, 450
FRAME, STEP = RATE_HZ * 40 // 1000, RATE_HZ * 20 // 1000
# A frame that is this like itself one period later is voiced; softer ones are echo and breath.
VOICED, SOFTEST_DB = 0.6, 25.0


def pitch_hz(samples: Samples) -> float | None:
    """The median pitch of samples of 16 kHz; None if nothing in them is voiced."""
    if len(samples) < FRAME:
        return None
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::STEP]
    power = np.mean(frames**2, axis=1)
    loud = frames[power > power.max() * 10 ** (-SOFTEST_DB / 10)]
    pitches = [pitch for frame in loud if (pitch := _frame_pitch_hz(frame))]
    return float(np.median(pitches)) if pitches else None


def semitones(pitch: float, reference: float) -> float:
    """How much higher `pitch` is than `reference`."""
    return float(12 * np.log2(pitch / reference))


def _frame_pitch_hz(frame: Samples) -> float | None:
    """By autocorrelation; None for a frame that is not voiced."""
    spectrum = np.fft.rfft(frame - frame.mean(), 2 * FRAME)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[:FRAME]
    # A longer lag has fewer samples to be alike; without this, low voices would seem unvoiced.
    likeness /= np.arange(FRAME, 0, -1)
    first, last = RATE_HZ // HIGHEST_HZ, RATE_HZ // LOWEST_HZ
    lags = likeness[first : last + 1]
    # The first peak as good as the best: two periods later a voice is as like itself as one.
    good = np.flatnonzero(lags > 0.9 * lags.max())
    best = int(good[0])
    while best + 1 < len(lags) and lags[best + 1] > lags[best]:
        best += 1
    voiced = lags[best] > VOICED * likeness[0] > 0
    return RATE_HZ / (first + best) if voiced else None
