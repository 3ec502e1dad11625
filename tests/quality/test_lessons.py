"""What staff corrected becomes training phrases, as a change that can be read before it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicebot.bank.tables import CallTurn
from voicebot.quality.intents import load_intents
from voicebot.quality.lessons import Lessons, learn
from voicebot.quality.reviews import Correction

ACCOUNTS = """version: "3.1"

# Balances. Written as heard.
nlu:
- intent: ask_balance
  examples: |
    - 查余额
    - 余额

# Entries.
- intent: ask_transactions
  examples: |
    - 查明细
"""


@pytest.fixture
def nlu_data(tmp_path: Path) -> Path:
    (tmp_path / "nlu_data" / "nlu").mkdir(parents=True)
    (tmp_path / "nlu_data" / "nlu" / "accounts.yml").write_text(ACCOUNTS, encoding="utf-8")
    return tmp_path / "nlu_data"


def learnt(nlu_data: Path, *said: tuple[str, str]) -> Lessons:
    corrections = [Correction(CallTurn(), text, intent, "王老师") for text, intent in said]
    return learn(corrections, load_intents(nlu_data), frozenset({"我还有多少钱"}))


def test_a_correction_becomes_a_phrase_under_what_was_meant(nlu_data):
    lessons = learnt(nlu_data, ("卡里还剩几个钱。", "ask_balance"), ("流水", "ask_transactions"))
    assert lessons.phrases == [("ask_balance", "卡里还剩几个钱"), ("ask_transactions", "流水")]
    changes = [
        line
        for line in lessons.diff(nlu_data.parent).splitlines()
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))
    ]
    assert changes == ["+    - 卡里还剩几个钱", "+    - 流水"]
    assert "a/nlu_data/nlu/accounts.yml" in lessons.diff(nlu_data.parent)
    lessons.apply()
    intents = load_intents(nlu_data)
    assert intents["ask_balance"].phrases == ("查余额", "余额", "卡里还剩几个钱")
    assert intents["ask_transactions"].phrases == ("查明细", "流水")
    assert "# Entries." in (nlu_data / "nlu" / "accounts.yml").read_text(encoding="utf-8")


def test_what_is_known_already_changes_nothing(nlu_data):
    lessons = learnt(nlu_data, ("查余额", "ask_balance"))
    assert (lessons.phrases, lessons.left_out, lessons.diff(nlu_data.parent)) == ([], [], "")


@pytest.mark.parametrize(
    "said, intent, why",
    [
        ("我的号码是•••••••零零零一", "ask_balance", "none hidden"),
        ("转500", "ask_balance", "numbers in characters"),
        ("飞一趟月球", "book_moon", "no file"),
        ("查明细", "ask_balance", "stands under ask_transactions"),
        ("我还有多少钱", "ask_balance", "evaluation"),
    ],
)
def test_what_cannot_be_learnt_is_told(nlu_data, said, intent, why):
    lessons = learnt(nlu_data, (said, intent))
    assert lessons.phrases == []
    ((_, reason),) = lessons.left_out
    assert why in reason
