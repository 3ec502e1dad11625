"""What staff do has the time of the bank's clock, wherever the machine stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from voicebot.cli import app

ROOT = Path(__file__).parents[1]
ZONE = "Pacific/Auckland"


@pytest.mark.parametrize(
    "command",
    [
        ["console"],
        ["release", "--by", "王老师"],
        ["rollback", "--by", "王老师"],
        ["report", "week"],
        ["staff", "add", "王老师"],
        ["studio", "choose", "请问转给谁", "1"],
        ["studio", "take", "请问转给谁", "take.wav", "--by", "王老师"],
        ["studio", "say", "utter_balance"],
        ["bank", "pending"],
        ["bank", "risks"],
        ["approvals", "approve", "1", "--by", "王主管"],
    ],
)
def test_what_staff_write_down_has_the_banks_time(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (tmp_path / "config.yaml").write_text(config.replace("Asia/Shanghai", ZONE), encoding="utf-8")
    for name in ("audio", "nlu_data", "prompts"):
        (tmp_path / name).symlink_to(ROOT / name)
    assert os.environ.get("TZ") != ZONE
    # There is no bank, so nothing is done; but whatever would be, would have this time.
    CliRunner().invoke(app, command)
    assert os.environ.get("TZ") == ZONE
