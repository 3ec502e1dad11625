"""Recordings are evidence: sealed at the end of the call, and whoever changes one is found out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from voicebot.bank import database, vouchers
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import core_of
from voicebot.bank.tables import Account
from voicebot.operations import sealed_recordings
from voicebot.operations.voucher_export import describe

NOW = datetime(2026, 11, 23, 10, 0)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    file = tmp_path / "recordings" / "2026-11-23" / "call-1" / "call.wav"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF what was said")
    return file


@pytest.fixture
def folder(recording: Path) -> Path:
    return recording.parents[2]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Session]:
    """One voucher of call-1."""
    url = f"sqlite:///{tmp_path / 'bank.db'}"
    database.migrate(url)
    bank = database.open_database(url)
    with bank.begin() as session:
        session.add_all([Account(id=1, number="6228480010000016789", name="活期账户")])
        session.add_all([Account(id=2, number="CLEARING", name="清算")])
        session.flush()
        yes = Confirmation("yes", "转给张三，五百元整，对吗？", "voice", "call-1", 83.25, NOW)
        amounts = {"from_account": 1, "to_account": 2, "amount_fen": 500_00}
        core_of(session).post(yes, text="转账给张三", **amounts)
        yield session
    bank.kw["bind"].dispose()


def problems(db: Session, folder: Path) -> list[str]:
    return [finding.problem for finding in sealed_recordings.find_faults(db, folder)]


def test_a_recording_that_stayed_as_it_was_is_no_problem(db, folder, recording) -> None:
    sealed_recordings.seal(db, "call-1", folder, recording, NOW)
    assert problems(db, folder) == []


def test_a_changed_recording_is_found(db, folder, recording) -> None:
    sealed_recordings.seal(db, "call-1", folder, recording, NOW)
    recording.write_bytes(b"RIFF what was not said")
    assert problems(db, folder) == [f"{recording} is not what it was when the call ended"]
    sealed_recordings.seal(db, "call-1", folder, recording, NOW)
    assert len(problems(db, folder)) == 1


def test_a_missing_recording_is_found(db, folder, recording) -> None:
    sealed_recordings.seal(db, "call-1", folder, recording, NOW)
    recording.unlink()
    assert problems(db, folder) == [f"{recording} is missing"]


def test_a_recording_whose_process_was_killed_is_sealed_at_the_next_start(db, folder) -> None:
    assert problems(db, folder) == ["the recording of call call-1 is not sealed"]
    sealed_recordings.seal_unfinished(db, folder, NOW)
    assert problems(db, folder) == []


def test_a_voucher_says_where_to_listen(db, folder, recording) -> None:
    sealed = vouchers.sealed_record(db, 1)
    text = describe(sealed, sealed_recordings.find(db, folder, "call-1"))
    assert f"1:23.2 in {recording}" in text or f"1:23.3 in {recording}" in text
    assert "转给张三，五百元整，对吗？" in text
    assert "-500.00 yuan …6789" in text
    assert "6228480010000016789" not in text
    assert "unchanged" in text
