"""When the bot is heard, and when it is silent, in the recording of a call at the caller's end.

    caller  ▁▁▂▇▅▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
    bot     ▇▇▇▇▂▁▁▁▁▁▁▁▁▃▇▇▇▇▇▇
              └──┘ silence └ first sound

Channels are int16 of 16 kHz, times milliseconds in steps of 10.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from voicebot.telephony.library import RATE_HZ

BLOCK = RATE_HZ // 100
# Louder than a codec's noise floor, softer than any syllable.
SOUND_RMS = 120.0
# What a codec makes of nothing (7 with G.722, 8 with A-law).
CODEC_RMS = 20.0
STOPPED_BLOCKS = 2
# 35 dB below a prompt: nobody hears that any more.
SILENT_RMS = 50.0
# Longer than the pause of a full stop (0.42 s), and shorter than what is said over a prompt.
SILENT_BLOCKS = 50
# Who was heard so shortly before is speaking.
CLOSE_BLOCKS = 10
# Two ways through the network take longer: a bot that is silent sooner had come to a pause.
EARLIEST_BLOCKS = 4

Samples = npt.NDArray[np.int16]


class TimedStep(Protocol):
    """What the caller did: `step` is "say" or "keys"; seconds of the recording."""

    step: str
    started_s: float
    ended_s: float


def first_sound_ms(
    left: Samples,
    right: Samples,
    entry: TimedStep,
    next_step_s: float,
) -> float | None:
    """From the caller's last sound (or key) to the bot's first sound after it; None if none came.

    A bot that was still speaking has to have stopped first: 20 ms as quiet as the
    codec can be. A prompt has such a gap inside its words once in four seconds, so one in a hundred
    keys that are pressed into speech is timed too early, by the 35 ms that old words still arrive.
    """
    end = entry.ended_s
    if entry.step == "say":
        said = _loud(left[int(entry.started_s * RATE_HZ) : int(end * RATE_HZ)], SOUND_RMS)
        if len(said):
            end = entry.started_s + (said[-1] + 1) * BLOCK / RATE_HZ
    heard = right[int(end * RATE_HZ) : int(min(next_step_s, 1e6) * RATE_HZ)]
    quiet = 0
    for number, level in enumerate(_levels(heard)):
        stopped = quiet >= STOPPED_BLOCKS
        if stopped and level > SOUND_RMS:
            return float(number * BLOCK * 1000 / RATE_HZ)
        if not stopped:
            quiet = quiet + 1 if level < CODEC_RMS else 0
    return None


def silence_ms(left: Samples, right: Samples, entry: TimedStep) -> float | None:
    """From the caller's first sound to the silence of the bot; None if it was not speaking.

    What is silent for half a second is no pause between words or sentences.
    """
    start = int(entry.started_s * RATE_HZ)
    said = _loud(left[start : int(entry.ended_s * RATE_HZ)], SOUND_RMS)
    if not len(said):
        return None
    onset = start // BLOCK + int(said[0])
    loud = _loud(right, SILENT_RMS)
    before = loud[loud < onset]
    if not len(before) or onset - before[-1] > CLOSE_BLOCKS:
        return None
    last = int(before[-1])
    for number in loud[loud >= onset]:
        if number - last > SILENT_BLOCKS:
            break
        last = int(number)
    if last + 1 - onset < EARLIEST_BLOCKS:
        return None
    return float((last + 1 - onset) * BLOCK * 1000 / RATE_HZ)


def _levels(samples: Samples) -> npt.NDArray[np.float64]:
    """The root mean square of every whole block."""
    blocks = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK).astype(np.float64)
    return np.asarray(np.sqrt(np.mean(blocks**2, axis=1)))


def _loud(samples: Samples, louder_than: float) -> npt.NDArray[np.int64]:
    return np.flatnonzero(_levels(samples) > louder_than)
