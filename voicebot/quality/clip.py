"""The sound of one turn, cut from the recording of its call: the caller's channel alone.

recording  … bot ··· caller ‾‾‾‾‾ ··· bot …
clip                [ · ‾‾‾‾‾ · ]            silent where a long number was heard
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.tables import CallTurn

# Room to hear how a word begins and ends.
MARGIN_S = 0.5
LONGEST_S = 60.0


def cut(db: Session, recording: Path, turn: CallTurn) -> tuple[npt.NDArray[np.int16], int]:
    """Mono samples and their rate in Hz; empty if the recording does not go so far."""
    with soundfile.SoundFile(recording) as file:
        rate_hz = file.samplerate
        from_s = max(turn.began_s - MARGIN_S, 0.0)
        until_s = min(turn.ended_s + MARGIN_S, from_s + LONGEST_S)
        start = min(int(from_s * rate_hz), file.frames)
        file.seek(start)
        sound = file.read(int((until_s - from_s) * rate_hz), dtype="int16", always_2d=True)[:, 0]
    for began_s, ended_s in _silenced(db, turn):
        first, last = ((second - from_s) * rate_hz for second in (began_s, ended_s))
        sound[max(int(first), 0) : max(int(last), 0)] = 0
    return sound, rate_hz


def as_wav(sound: npt.NDArray[np.int16], rate_hz: int) -> bytes:
    """The samples as a WAV file of 16 bit."""
    file = io.BytesIO()
    soundfile.write(file, sound, rate_hz, format="WAV", subtype="PCM_16")
    return file.getvalue()


def _silenced(db: Session, turn: CallTurn) -> Iterable[tuple[float, float]]:
    """From when to when a number was heard in the call, with the same room around it."""
    query = select(CallTurn.began_s, CallTurn.ended_s).where(
        CallTurn.call_id == turn.call_id, CallTurn.silenced
    )
    for began_s, ended_s in db.execute(query):
        yield began_s - MARGIN_S, ended_s + MARGIN_S
