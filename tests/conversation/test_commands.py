"""What the telephone obeys itself is heard in whatever politeness it comes."""

from pathlib import Path

import pytest

from voicebot.config import ConfigError
from voicebot.conversation.commands import load_commands
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.language.spoken import normalise

FILE = Path(__file__).parents[2] / "nlu_data" / "commands.yml"
ACCENT = Accent.load(FILE.with_name("accent.yml"))
COMMANDS = load_commands(FILE, ACCENT)


def heard(said):
    return COMMANDS.heard(ACCENT.standard(normalise(said)))


@pytest.mark.parametrize("phrase", COMMANDS.phrases)
def test_every_phrase_is_heard_by_itself_and_politely(phrase):
    command = COMMANDS.phrases[phrase]
    assert heard(phrase) == command
    assert heard(f"麻烦你{phrase}好吗") == command


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("麻烦你再说一遍好吗", "repeat"),
        ("啥？你再念叨一遍", "repeat"),
        ("耳朵背，你再说一回嘛", "repeat"),
        ("说得太快了，撵不上你，慢些", "slower"),
        ("没听清，你说慢一点", "slower"),
        ("念快点，我赶时间", "faster"),
        ("先等等我", "wait"),
        ("你接着说吧", "continue"),
        ("别催我，让我慢慢想", "unlimited"),
    ],
)
def test_people_ask_in_their_own_words(said, command):
    assert heard(said) == command


@pytest.mark.parametrize(
    "said",
    [
        "等一下给李四转两百",
        "快点给我转账",
        "继续转账",
        "慢一点还是快一点",  # both at once is neither
        "你说",
        "请",
        "",
        "余额再说一遍",
        "不要快一点",
    ],
)
def test_what_is_more_than_a_command_is_for_the_dialogue(said):
    assert heard(said) is None


def test_a_phrase_is_no_politeness_as_well(tmp_path):
    broken = tmp_path / "commands.yml"
    broken.write_text(FILE.read_text(encoding="utf-8").replace("around: [请", "around: [重听"))
    with pytest.raises(ConfigError, match=r"commands.yml:\d+: '重听' stands twice"):
        load_commands(broken)
