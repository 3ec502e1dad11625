"""README.zh-CN.md is done as it is written: its examples on a copy, its commands by their names."""

from __future__ import annotations

import re
import shlex
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from typer.testing import CliRunner

from tests.dialogue.conftest import Caller, calls, founded  # noqa: F401 - fixtures
from tests.studio.conftest import recorded, voice
from voicebot.cli import app
from voicebot.config import Settings, load_settings, read_yaml, save_settings
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.knowledge.knowledge_base import KnowledgeBase
from voicebot.dialogue.language.sounds import Accent
from voicebot.operations.check import find_problems
from voicebot.quality import gate
from voicebot.quality.side import Side
from voicebot.service import Service
from voicebot.speech.phrases import load_wishes
from voicebot.trial import for_trial, seed_demonstration_bank

# One process founds the bank of the guide for all of them.
pytestmark = pytest.mark.xdist_group("staff guide")

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
BLOCK = r"```yaml\n(.*?)```\n"
CREATE = re.compile(rf"新建 `([\w/.]+)`：\n\n{BLOCK}", re.DOTALL)
APPEND = re.compile(rf"在 `([\w/.]+)` 的末尾加上：\n\n{BLOCK}", re.DOTALL)
REPLACE = re.compile(rf"在 `([\w/.]+)` 里，把\n\n{BLOCK}\n改成\n\n{BLOCK}", re.DOTALL)
COMMANDS = [
    line
    for block in re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
]
# What every change of wording brings: the guide says so, and how to record.
TO_RECORD = "record it"


def installed(folder: Path) -> Settings:
    """A copy of what staff write; the recordings are links, which the studio replaces."""
    for name in ("nlu_data", "prompts"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True)
    recordings = folder / "audio" / "prompts"
    recordings.mkdir(parents=True)
    for file in (ROOT / "audio" / "prompts").iterdir():
        (recordings / file.name).symlink_to(file)
    settings = for_trial(load_settings(ROOT / "config.yaml"), folder)
    places: dict[str, object] = {name: folder / name for name in ("nlu_data", "prompts")}
    places["speech"] = settings.speech.copy(update={"prompts": recordings})
    save_settings(settings.copy(update=places), folder / "config.yaml")
    return load_settings(folder / "config.yaml")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation on which every example of the guide was done."""
    settings = installed(tmp_path_factory.mktemp("changed"))
    for path, block in CREATE.findall(GUIDE):
        assert not (settings.root / path).exists()
        (settings.root / path).write_text(block, encoding="utf-8")
    for path, block in APPEND.findall(GUIDE):
        with (settings.root / path).open("a", encoding="utf-8") as file:
            file.write(block)
    for path, before, after in REPLACE.findall(GUIDE):
        text = (settings.root / path).read_text(encoding="utf-8")
        assert text.count(before) == 1, (path, before)
        (settings.root / path).write_text(text.replace(before, after), encoding="utf-8")
    return settings


def test_the_guide_has_its_five_examples():
    done = (len(pattern.findall(GUIDE)) for pattern in (CREATE, APPEND, REPLACE))
    assert list(done) == [1, 3, 3]


def test_the_check_finds_nothing_in_what_the_guide_writes(changed):
    problems = [problem for problem in find_problems(changed) if TO_RECORD not in problem]
    assert problems == []


def test_the_new_product_is_ordered(calls: Callable[..., Caller], changed):  # noqa: F811
    caller = calls(nlu_data=changed.nlu_data)
    caller.enters()
    caller.says("帮我订个洗车明天来车在家里", "order")
    assert caller.says("越野车")[0] == "utter_confirm_order"
    assert caller.says("是的", "affirm")[0] == "utter_order_placed"


def test_the_new_biller_is_asked_for_by_its_name(calls: Callable[..., Caller], changed):  # noqa: F811
    caller = calls()
    caller.billers = load_billers(changed.nlu_data / "billers.yml")
    caller.enters()
    caller.says("我要交物业费", "pay_bill")
    assert "请问交哪一户的物业费？请直接说，或者输入六位房号" in caller.spoken
    assert "我要交物业费" in load_wishes(changed.nlu_data / "nlu")


def test_the_new_option_has_the_next_key(changed):
    menu = read_yaml(changed.prompts / "menus.yml")["responses"]["utter_menu_alerts"][0]
    assert menu["buttons"][2]["payload"] == "/ask_balance"
    assert menu["text"].endswith("查余额，请按三。")


def test_the_new_question_is_answered(changed):
    (found,) = KnowledgeBase.load(changed.nlu_data).find("给我寄盲文对账单")
    assert "telephone_braille" in str(found)


def test_the_new_words_are_understood_and_heard(changed):
    accent = Accent.load(changed.nlu_data / "accent.yml")
    assert accent.standard("咋个交电费") == "怎么交电费"
    assert "卡上还剩几个钱" in load_wishes(changed.nlu_data / "nlu")


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with a bank, where the commands of the guide are said in their order."""
    settings = installed(tmp_path_factory.mktemp("bank"))
    seed_demonstration_bank(settings)
    return settings


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What goes on until Ctrl-C ends at once; what takes minutes is measured elsewhere."""
    monkeypatch.setattr("uvicorn.Server.run", lambda _server: None)
    monkeypatch.setattr(Service, "run", lambda _service: None)
    monkeypatch.setattr("voicebot.conversation.chat.Chat.__enter__", lambda _chat: Talk())
    monkeypatch.setattr("voicebot.conversation.chat.Chat.__exit__", lambda *_: None)
    numbers = iter(range(9))

    def trained(_settings: Settings, _progress: object) -> Path:
        model = tmp_path / f"model-{next(numbers)}.tar.gz"
        model.write_bytes(b"model")
        return model

    for place in ("voicebot.quality.gate", "voicebot.dialogue.training"):
        monkeypatch.setattr(f"{place}.train_if_changed", trained)
    side = Side("model", {"intent_accuracy": 97.0}, Counter({("ask_balance", "ask_balance"): 1}))
    monkeypatch.setattr(gate.Measuring, "__init__", lambda *_: None)
    monkeypatch.setattr(gate.Measuring, "measure", lambda _: side)


class Talk:
    """A typed call that is over."""

    def ring(self, _caller: str) -> dict[str, object]:
        nothing = {"heard": "", "bot": "您好", "keys": {}, "state": "", "listen": "open"}
        return nothing | {"over": True}


@pytest.fixture
def microphone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A take in the folder where staff are, and another that is spoken when they record."""
    sound = recorded(voice(5))
    soundfile.write(tmp_path / "请问转给谁.wav", sound.samples, sound.rate_hz)
    monkeypatch.setattr("voicebot.speech.sound_card.sound_card", lambda *_, **__: None)
    monkeypatch.setattr("voicebot.studio.booth.record", lambda *_: sound)


def test_every_command_of_the_guide_works(bank, quick, microphone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = (ROOT / "audio" / "prompts" / "manifest.json").read_bytes()
    said = [shlex.split(line) for line in COMMANDS]
    # A second release first, so that there is one to go back to.
    at = said.index(["voicebot", "rollback", "--by", "王老师"])
    said.insert(at, ["voicebot", "release", "--by", "王老师"])
    for name, *arguments in said:
        assert name == "voicebot"
        config = ["--config", str(bank.root / "config.yaml")]
        result = CliRunner().invoke(app, [*arguments, *config], input="correct horse\n" * 2)
        assert result.exit_code == 0, (arguments, result.output, result.exception)
    assert (tmp_path / "var" / "reports").is_dir()
    assert (tmp_path / "said.wav").is_file()
    assert (ROOT / "audio" / "prompts" / "manifest.json").read_bytes() == before


def test_the_guide_names_only_commands_that_there_are():
    named = {words.split()[0] for words in re.findall(r"`voicebot ([^`]+)`", GUIDE)}
    assert named <= {line.split()[1] for line in COMMANDS}
