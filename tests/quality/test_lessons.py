"""What staff corrected becomes changes of nlu_data/ that can be read, and accepted one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicebot.bank.tables import CallTurn
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.named_words import load_words
from voicebot.quality.accent_lessons import confused
from voicebot.quality.intents import load_intents
from voicebot.quality.lessons import Lessons, learn
from voicebot.quality.reviews import Correction

FILES = {
    "nlu/accounts.yml": """version: "3.1"

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
""",
    "tests/nlu/test.yml": "nlu:\n- intent: ask_balance\n  examples: |\n    - 我还有多少钱\n",
    "accent.yml": "initials:\n  - [n, l]\n# Behind.\nfinals:\n  - [in, ing]\nwords: {}\n",
    "purposes.yml": "办贷款: [贷款, 房贷]\n办存折: [存折]\n",
    "entry_kinds.yml": "工资: [工资]\n",
    "billers.yml": "cable_tv:\n  name: 有线电视费\n  words: [有线电视]\n  number: 卡号\n"
    "  digits: 10\n  paid: due\n",
}
UNHEARD = "贷呗"


@pytest.fixture
def nlu_data(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "nlu_data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "nlu_data"


def correction(said: str, intent: str, heard: str = "", values: str = "") -> Correction:
    return Correction(CallTurn(heard=heard), said, intent, "王老师", values)


def learnt(nlu_data: Path, *corrections: Correction) -> Lessons:
    return learn(corrections, nlu_data, lambda text: UNHEARD not in text)


def changed_lines(lessons: Lessons, nlu_data: Path) -> list[str]:
    return [
        line
        for line in lessons.diff(nlu_data.parent).splitlines()
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))
    ]


def kinds(lessons: Lessons) -> list[str]:
    return [lesson.kind for lesson in lessons.lessons]


def test_a_correction_becomes_a_phrase_under_what_was_meant(nlu_data):
    lessons = learnt(
        nlu_data,
        correction("卡里还剩几个钱。", "ask_balance"),
        correction("流水", "ask_transactions"),
    )
    assert changed_lines(lessons, nlu_data) == ["+    - 卡里还剩几个钱", "+    - 流水"]
    assert "a/nlu_data/nlu/accounts.yml" in lessons.diff(nlu_data.parent)
    lessons.apply([1, 2])
    intents = load_intents(nlu_data)
    assert intents["ask_balance"].phrases == ("查余额", "余额", "卡里还剩几个钱")
    assert intents["ask_transactions"].phrases == ("查明细", "流水")
    assert "# Entries." in (nlu_data / "nlu" / "accounts.yml").read_text(encoding="utf-8")


def test_staff_accept_one_change_and_leave_another(nlu_data):
    lessons = learnt(
        nlu_data,
        correction("卡里还剩几个钱", "ask_balance"),
        correction("流水", "ask_transactions"),
    )
    lessons.apply([2])
    intents = load_intents(nlu_data)
    assert "卡里还剩几个钱" not in intents["ask_balance"].phrases
    assert "流水" in intents["ask_transactions"].phrases


def test_what_is_known_already_changes_nothing(nlu_data):
    lessons = learnt(nlu_data, correction("查余额", "ask_balance", heard="查余额"))
    assert (lessons.lessons, lessons.left_out, lessons.diff(nlu_data.parent)) == ([], [], "")


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
    lessons = learnt(nlu_data, correction(said, intent))
    assert lessons.lessons == []
    (left_out,) = lessons.left_out
    assert why in left_out.reason


def test_a_sound_that_callers_do_not_keep_apart_becomes_a_line_of_the_accent(nlu_data):
    lessons = learnt(
        nlu_data,
        correction("查明细", "ask_transactions", heard="擦明细"),
        correction("查明细", "ask_transactions", heard="擦明细"),
    )
    assert kinds(lessons) == ["accent"]
    assert (
        "c and ch count as one sound (2 times; heard 擦明细, said 查明细)"
        in lessons.lessons[0].told
    )
    assert changed_lines(lessons, nlu_data) == ["+  - [c, ch]"]
    lessons.apply([1])
    accent = Accent.load(nlu_data / "accent.yml")
    assert accent.initials["ch"] == accent.initials["c"]
    assert kinds(learnt(nlu_data, correction("查明细", "ask_transactions", heard="擦明细"))) == []


@pytest.mark.parametrize(
    "heard, said, found",
    [
        ("王芬", "王峰", ("finals", ("en", "eng"))),
        ("军", "窘", ("finals", ("iong", "un"))),
        ("流兰", "刘南", None),  # n and l are one already
        ("李四", "张三", None),
        ("三层", "山城", None),  # two confusions
        ("查", "查明细", None),
    ],
)
def test_only_one_known_confusion_is_an_accent(heard, said, found):
    accent = Accent({"n": "n", "l": "n"}, {})
    assert confused(heard, said, accent) == found


@pytest.mark.parametrize(
    "said, values, line, words",
    [
        ("借钱", "办什么 办贷款", "+办贷款: [贷款, 房贷, 借钱]", lambda d: load_words(d / "purposes.yml")["办贷款"]),
        ("看电视的钱", "有线电视费", "+  words: [有线电视, 看电视的钱]", lambda d: load_billers(d / "billers.yml")["cable_tv"].words),
    ],
)  # fmt: skip
def test_a_word_for_something_of_a_list_is_listened_for_from_then_on(
    nlu_data, said, values, line, words
):
    lessons = learnt(nlu_data, correction(said, "inform", values=values))
    assert kinds(lessons) == ["word"]
    assert changed_lines(lessons, nlu_data)[-1] == line
    lessons.apply([1])
    assert said in words(nlu_data)


def test_a_word_that_the_recogniser_cannot_hear_is_told_with_what_to_do(nlu_data):
    lessons = learnt(nlu_data, correction(UNHEARD, "inform", values="办贷款"))
    assert lessons.lessons == []
    assert any(f"voicebot words add {UNHEARD}" in one.reason for one in lessons.left_out)


@pytest.mark.parametrize("said", ["我想办个贷款", "贷款", "把我那个大件的事情办一下"])
def test_a_word_that_is_there_and_a_sentence_are_no_new_words(nlu_data, said):
    assert kinds(learnt(nlu_data, correction(said, "inform", values="办贷款"))) == []
