"""The commands of the back office and the auditor, on a bank in which a transfer was made."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.bank.conftest import NOW, calling, found_bank, opened, send
from voicebot.bank import business_day
from voicebot.cli import app
from voicebot.config import load_settings, save_settings
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(business_day, "keep_bank_time", lambda zone: None)  # tests share a process
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    save_settings(settings, tmp_path / "config.yaml")
    found_bank(settings.bank.database)
    with opened(settings.bank.database) as bank, bank.begin() as db:
        send(db, calling(db), 500_00)
    recording = tmp_path / "recordings" / "2026-11-23" / "call-13909510001" / "call.wav"
    recording.parent.mkdir(parents=True)
    recording.write_bytes(b"RIFF")
    return tmp_path


def run(installation: Path, *arguments: str) -> tuple[int, str]:
    config = ["--config", str(installation / "config.yaml")]
    result = CliRunner().invoke(app, [*arguments, *config])
    return result.exit_code, result.output


def test_verify_says_what_to_do_and_prints_a_seal_to_keep(installation: Path) -> None:
    code, output = run(installation, "vouchers", "verify")
    assert (code, "→ start the service once" in output) == (1, True)
    code, output = run(installation, "vouchers", "verify", "--no-recordings")
    assert (code, output.splitlines()[-1]) == (0, "1 vouchers, no problems")
    seal = next(line.split()[1] for line in output.splitlines() if line.startswith("seal "))
    again = ["vouchers", "verify", "--no-recordings", "--seal"]
    assert run(installation, *again, seal)[0] == 0
    assert run(installation, *again, f"1:{'0' * 64}")[0] == 1
    code, output = run(installation, *again, "yesterday")
    assert (code, "write NUMBER:HASH" in output) == (1, True)


def test_show_says_where_to_listen_and_which_vouchers_there_are(installation: Path) -> None:
    code, output = run(installation, "vouchers", "show", "1")
    assert code == 0
    assert "0:12.5 in " in output and "call-13909510001/call.wav" in output
    code, output = run(installation, "vouchers", "show", "7")
    assert (code, "there is no voucher 7; the last is 1" in output) == (1, True)


def test_export_writes_what_is_read_and_what_proves(installation: Path) -> None:
    table, lines = installation / "vouchers.csv", installation / "vouchers.jsonl"
    assert run(installation, "vouchers", "export", "--out", str(table))[0] == 0
    (row,) = csv.DictReader(table.open(encoding="utf-8-sig"))
    assert (row["number"], row["text"]) == ("1", "转账给张三")
    assert "6228480010000016789" not in table.read_text(encoding="utf-8-sig")
    day = ["--from", "2026-11-23", "--to", "2026-11-23"]
    assert run(installation, "vouchers", "export", "--out", str(lines), *day)[0] == 0
    document = json.loads(lines.read_text())
    assert document["hash"] and document["at"] == str(NOW)
    empty = ["--from", "2026-11-24"]
    assert run(installation, "vouchers", "export", "--out", str(lines), *empty)[0] == 0
    assert lines.read_text() == ""
    code, output = run(installation, "vouchers", "export", "--out", "vouchers.pdf")
    assert (code, ".csv or .jsonl" in output) == (1, True)


def test_a_day_that_agrees_is_reconciled_and_one_that_does_not_fails(installation: Path) -> None:
    code, output = run(installation, "bank", "reconcile", "--day", "2026-11-23")
    assert (code, "1 entries, 1 of them with vouchers" in output) == (0, True)
    statements = installation / "statements"
    statements.mkdir()
    (statements / "water-2026-11-23.csv").write_text(
        "counterparty,reference,amount_fen,at\nwater,nobody,4230,2026-11-23T10:00:00\n"
    )
    code, output = run(installation, "bank", "reconcile", "--day", "2026-11-23")
    assert code == 1
    assert "✗ water: nobody, 42.30 yuan" in output
    assert "  → if it is still pending" in output
    code, output = run(installation, "bank", "reconcile", "--day", "monday")
    assert (code, "write it like 2026-11-23" in output) == (1, True)
