"""Staff list the requests for a higher limit and decide them, each once and by name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.bank.conftest import NOW, calling, found_bank, opened, yes
from voicebot.bank import business_day, calls, credit_cards, limit_requests
from voicebot.cli import app
from voicebot.config import load_settings, save_settings
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in whose bank one customer has asked for a higher limit."""
    monkeypatch.setattr(business_day, "keep_bank_time", lambda zone: None)  # tests share a process
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    save_settings(settings, tmp_path / "config.yaml")
    found_bank(settings.bank.database)
    with opened(settings.bank.database) as bank, bank.begin() as db:
        call_id = calling(db)
        customer = calls.authenticated_customer(db, call_id)
        card = credit_cards.cards(db, customer, activated=True)[0]
        limit_requests.request(db, card.id, 30_000_00, date(2026, 12, 31), yes(call_id))
    return tmp_path / "config.yaml"


def run(config: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["limits", *arguments, "--config", str(config)])
    return result.exit_code, result.output


def test_a_request_is_listed_until_it_is_decided(config: Path) -> None:
    code, output = run(config, "list", "--json")
    wish = json.loads(output)
    assert (code, wish["number"], wish["card"]) == (0, f"{NOW:%y%m%d}001", "5512")
    assert (wish["limit_fen"], wish["wanted_fen"]) == (20_000_00, 30_000_00)
    assert "6225880010005512" not in output
    assert run(config, "approve", wish["number"], "--by", "王主管")[0] == 0
    assert run(config, "list") == (0, "nothing waits\n")


def test_a_request_is_decided_once_and_never_without_a_name(config: Path) -> None:
    number = f"{NOW:%y%m%d}001"
    assert run(config, "refuse", number)[0] != 0
    assert run(config, "refuse", number, "--by", "王主管")[0] == 0
    code, output = run(config, "approve", number, "--by", "李主管")
    assert code == 1
    assert "no request" in output and "limits list" in output


def test_who_is_no_approver_gives_nobody_a_limit(config: Path) -> None:
    number = f"{NOW:%y%m%d}001"
    code, output = run(config, "approve", number, "--by", "柜员张")
    assert code == 1
    assert "柜员张 may not approve" in output
    assert number in run(config, "list")[1]
