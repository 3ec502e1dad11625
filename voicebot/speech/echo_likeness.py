"""Whether a sound is a late copy of what was sent: told from the waves, before a line is known.

echo of a speakerphone, through room and codec    0.3 to 0.9
a caller, alone                                   below 0.15
a caller, and a softer echo                       about 0.15
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
# So much of what was heard is looked for in so much of what was sent.
HEARD, LATEST = int(0.3 * RATE_HZ), int(0.62 * RATE_HZ)
SENT = HEARD + LATEST
FOURIER = 1 << (HEARD + SENT).bit_length()

Samples = npt.NDArray[np.int16]


class EchoLikeness:
    """Feed it every frame; a look takes two milliseconds."""

    def __init__(self) -> None:
        self._near = np.zeros(HEARD + 1)
        self._far = np.zeros(SENT + 1)

    def add(self, near: Samples, far: Samples) -> None:
        """One frame of each."""
        for kept, frame in ((self._near, near), (self._far, far)):
            kept[: -len(frame)] = kept[len(frame) :]
            kept[-len(frame) :] = frame

    def look(self) -> float:
        """0 to 1: the share of the likest piece that was sent, in what was heard last."""
        # Differences, for in speech the deep sounds hide the others, and all voices hum alike.
        near, far = np.diff(self._near), np.diff(self._far)
        spectrum = np.fft.rfft(far, FOURIER) * np.conj(np.fft.rfft(near, FOURIER))
        products = np.abs(np.fft.irfft(spectrum, FOURIER)[: LATEST + 1])
        energy = np.cumsum(np.concatenate([[0.0], far**2]))
        sent = energy[HEARD:] - energy[:-HEARD]
        # Almost nothing was sent: noise looks like anything.
        sent = np.maximum(sent, sent.max() / 1000 + 1)
        return float((products / np.sqrt(sent * (near @ near + 1))).max())
