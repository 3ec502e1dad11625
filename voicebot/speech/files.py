"""What the recogniser hears in a sound file, the way it hears a call."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from voicebot.conversation.turn import Listen
from voicebot.speech.errors import SoundFileUnreadable
from voicebot.speech.hypotheses import Heard
from voicebot.speech.recognizer import RATE_HZ, SpeechModel

# On a call there is always some line before and after what is said.
AIR_S = 0.3
CHUNK_BYTES = 640


def recognize_file(model: SpeechModel, path: Path, listen: Listen) -> Heard:
    """The text in a sound file of any rate and format; SoundFileUnreadable if it is none."""
    try:
        sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise SoundFileUnreadable(f"{path} cannot be read ({error}); give a WAV or FLAC") from error
    mono = soxr.resample(sound.mean(axis=1), rate_hz, RATE_HZ)
    return recognize_samples(model, (mono * 32767).clip(-32768, 32767).astype(np.int16), listen)


def recognize_samples(model: SpeechModel, sound: npt.NDArray[np.int16], listen: Listen) -> Heard:
    """The text in a sound of 16 kHz."""
    air = np.zeros(int(AIR_S * RATE_HZ), dtype=np.int16)
    pcm = np.concatenate([air, sound, air]).tobytes()
    recognizer = model.recognizer()
    recognizer.expect(listen)
    for start in range(0, len(pcm), CHUNK_BYTES):
        recognizer.accept(pcm[start : start + CHUNK_BYTES])
    recognizer.finish()
    return recognizer.reconsidered()
