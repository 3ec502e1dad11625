"""What staff get wrong in a text file: the file, the line, and what to write instead are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voicebot.config import ConfigError, load_settings, read_yaml
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.named_words import load_words
from voicebot.operations.check_phrases import phrase_problems
from voicebot.speech.phrase_file import read_phrases
from voicebot.speech.response_file import read_responses

ROOT = Path(__file__).parents[2]
MENU = """responses:
  utter_menu:
  - text: 开通，请按一。
    buttons:
    - {title: 开通, payload: /alerts_on}
    custom: {listen: {kind: choice}}
"""
PHRASES = """nlu:
- intent: ask_balance
  examples: |
    - 查余额
    - 我想查余额
- intent: transfer
  examples: |
    - 转账
"""
ACCENT = "initials: []\nfinals: []\nwords:\n  啥: 什么\n"
BILLER = "water: {name: 水费, words: [水费, 水表], number: 户号, digits: 8, paid: due}\n"


def told(read: Callable[[Path], Any], file: Path, text: str | bytes) -> str:
    """The one line that staff see."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as error:
        read(file)
    return str(error.value)


@pytest.mark.parametrize(
    "before, after, line, mend",
    [
        ("  - text:", "\t- text:", 3, "a tab; write spaces"),
        ("text: 开", "text：开", 3, "a wide sign; write : { } [ ] and - narrow"),
        ("- {title", "- ｛title", 5, "a wide sign"),
        ("alerts_on}", "alerts_on", 5, "a bracket is not closed"),
        ("responses:", "response:", 1, "begin with a line `responses:`"),
        ("- text:", "- txt:", 2, "has no text; write `- text: …`"),
        ("  - text:", "    text:", 2, "has no text; write `- text: …`"),
        ("    buttons:", "    button:", 2, "'button', which means nothing; it is one of text,"),
        ("{title: 开通, payload: /alerts_on}", "开通", 2, "the button 开通; write {title:"),
        (", payload: /alerts_on", "", 2, "write {title: 开通, payload: /alerts_on}"),
        ("kind: choice", "kind: choise", 2, "listens for choise; it is one of choice,"),
        ("开通，", "｛name｝，", 2, "a wide one: “｛name｝，请按一。”; write {name}"),
        ("请按一", "请{name按一", 2, "a brace without its other half"),
    ],
)
def test_a_mistake_in_a_prompt(tmp_path, before, after, line, mend):
    assert before in MENU
    problem = told(read_responses, tmp_path / "a.yml", MENU.replace(before, after, 1))
    assert f"a.yml:{line}: " in problem
    assert mend in problem


@pytest.mark.parametrize(
    "before, after, line, mend",
    [
        ("    - 我想", "    -我想", 5, "“-我想查余额” is no phrase; write `- ` before it"),
        ("    - 我想", "    － 我想", 5, "is no phrase"),
        ("    - 我想查余额\n", "- 我想查余额\n", 5, "is under no intent; indent it by four spaces"),
        ("  examples", "  example", 2, "a block has `intent: NAME` and `examples: |`"),
        ("nlu:", "nul:", 1, "begin with a line `nlu:`"),
    ],
)
def test_a_mistake_in_the_phrases(tmp_path, before, after, line, mend):
    assert before in PHRASES
    problem = told(read_phrases, tmp_path / "a.yml", PHRASES.replace(before, after, 1))
    assert f"a.yml:{line}: " in problem
    assert mend in problem


@pytest.mark.parametrize(
    "read, text, line, mend",
    [
        (Accent.load, f"{ACCENT}  咋个：怎么\n", 5, "a wide sign"),
        (Accent.load, f"{ACCENT}咋个: 怎么\n", 5, "belongs under words:; write two spaces"),
        (Accent.load, f"{ACCENT}  啥: 怎么\n", 5, "'啥' stands twice; keep one"),
        (read_yaml, "# 新词\n枸杞贷： gou qi dai\n", 2, "a wide sign"),
        (read_yaml, "# 新词\n枸杞贷:gou qi dai\n", 2, "no space behind the colon"),
        (load_words, "办社保: [社保，社保卡]\n", 1, "write a , (narrow) between two words"),
        (load_billers, BILLER.replace("水费, 水", "水费，水"), 1, "write a , (narrow) between"),
    ],
)
def test_a_mistake_in_a_list(tmp_path, read, text, line, mend):
    problem = told(read, tmp_path / "a.yml", text)
    assert f"a.yml:{line}: " in problem
    assert mend in problem


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_file_that_windows_saved_its_own_way(tmp_path, encoding):
    problem = told(read_responses, tmp_path / "a.yml", MENU.encode(encoding))
    assert problem.endswith("a.yml: not UTF-8 text; save the file as UTF-8")


def test_a_mark_of_utf_8_and_the_line_ends_of_windows_are_no_mistake(tmp_path):
    (tmp_path / "a.yml").write_bytes(MENU.replace("\n", "\r\n").encode("utf-8-sig"))
    assert list(read_responses(tmp_path / "a.yml")) == ["utter_menu"]


@pytest.mark.parametrize(
    "phrase, mend",
    [
        ("转账", "a.yml:9: “转账” means ask_balance too"),
        ("我想查余额", "a.yml:6: “我想查余额” stands here twice"),
        ("查尾号1234的余额", "a.yml:6: “查尾号1234的余额” has signs or digits; write it as it is spoken"),
        ("看余额，谢谢", "a.yml:6: “看余额，谢谢” has signs or digits"),
        ("钱还有几个", "a.yml:6: “钱还有几个” is asked in tests/nlu/; take it out of one"),
    ],
)  # fmt: skip
def test_a_phrase_that_misleads(tmp_path, phrase, mend):
    files = {
        "domain/a.yml": "intents: [ask_balance, transfer]\n",
        "rules/a.yml": "rules: []\n",
        "nlu/a.yml": PHRASES.replace("- 我想查余额\n", f"- 我想查余额\n    - {phrase}\n"),
        "tests/nlu/a.yml": "nlu:\n- intent: ask_balance\n  examples: |\n    - 钱还有几个\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = load_settings(ROOT / "config.yaml").copy(update={"nlu_data": tmp_path})
    assert any(mend in problem for problem in phrase_problems(settings))
