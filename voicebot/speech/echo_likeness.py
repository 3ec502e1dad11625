"""Whether a sound is a late copy of what was sent, and how late: told from the waves.

echo of a speakerphone, through room and codec    0.3 to 0.9
a caller, alone                                   below 0.2
a caller, and a softer echo                       below 0.3
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
# So much of what was heard is looked for in so much of what was sent.
HEARD, LATEST = int(0.3 * RATE_HZ), int(0.7 * RATE_HZ)
SENT = HEARD + LATEST
# Room for all of it.
FOURIER = 1 << SENT.bit_length()

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Likeness:
    """`share`, 0 to 1, of the likest piece of what was sent in what was heard; it came `late`
    samples later."""

    share: float
    late: int


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

    def sent(self, size: int, ago: int) -> Samples:
        """The last `size` samples that had been sent `ago` samples ago, at most `LATEST`."""
        end = len(self._far) - ago
        return self._far[end - size : end].astype(np.int16)

    def look(self) -> Likeness:
        """How like what was sent the last third of a second is."""
        # Differences, for in speech the deep sounds hide the others, and all voices hum alike.
        near, far = np.diff(self._near), np.diff(self._far)
        spectrum = np.fft.rfft(far, FOURIER) * np.conj(np.fft.rfft(near, FOURIER))
        products = np.abs(np.fft.irfft(spectrum, FOURIER)[: LATEST + 1])
        energy = np.cumsum(np.concatenate([[0.0], far**2]))
        sent = energy[HEARD:] - energy[:-HEARD]
        # Almost nothing was sent: noise looks like anything.
        sent = np.maximum(sent, sent.max() / 1000 + 1)
        shares = products / np.sqrt(sent * (near @ near + 1))
        likest = int(shares.argmax())
        return Likeness(float(shares[likest]), LATEST - likest)
