"""Recordings as evidence: their hashes are in the bank's database from the end of the call on."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from voicebot.bank.finding import Finding
from voicebot.bank.tables import SealedRecording, Voucher

RECORDING_FILE = "call.wav"
READ_BYTES = 1 << 20

_HAS_VOUCHER = exists().where(Voucher.call_id == SealedRecording.call_id)


def seal(db: Session, call_id: str, folder: Path, recording: Path, at: datetime) -> None:
    """Keeps the hash of the finished `recording` in `folder`; a second time changes nothing."""
    if db.get(SealedRecording, call_id) is None and recording.exists():
        path = str(recording.relative_to(folder))
        db.add(SealedRecording(call_id=call_id, path=path, sha256=sha256(recording), at=at))
        db.flush()


def seal_unfinished(db: Session, folder: Path, at: datetime) -> None:
    """Seals the recordings that vouchers point into and whose calls ended with their process."""
    for call_id in _unsealed_calls(db):
        recording = find(db, folder, call_id)
        if recording:
            seal(db, call_id, folder, recording, at)


def find(db: Session, folder: Path, call_id: str) -> Path | None:
    """The recording of the call, if it is there."""
    sealed = db.get(SealedRecording, call_id)
    if sealed:
        recording = folder / sealed.path
        return recording if recording.exists() else None
    return next(folder.glob(f"*/{call_id}/{RECORDING_FILE}"), None)


def find_faults(db: Session, folder: Path) -> list[Finding]:
    """Recordings of vouchers that are missing, or are not what they were when the call ended."""
    findings = [
        Finding(
            f"the recording of call {call_id} is not sealed",
            "start the service once; if it says so again, restore the recording from the backup",
        )
        for call_id in _unsealed_calls(db)
    ]
    evidence = select(SealedRecording).where(_HAS_VOUCHER).order_by(SealedRecording.at)
    for recording in db.execute(evidence).scalars():
        path = folder / recording.path
        if not path.exists():
            findings.append(Finding(f"{path} is missing", "restore it from the backup"))
        elif sha256(path) != recording.sha256:
            findings.append(
                Finding(
                    f"{path} is not what it was when the call ended",
                    "keep it, compare it with the backup, and tell the auditor",
                )
            )
    return findings


def sha256(path: Path) -> str:
    """The file's hash (hex)."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _unsealed_calls(db: Session) -> list[str]:
    sealed = exists().where(SealedRecording.call_id == Voucher.call_id)
    query = select(Voucher.call_id).where(~sealed).distinct().order_by(Voucher.call_id)
    return list(db.execute(query).scalars())
