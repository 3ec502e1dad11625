"""What is heard of the sample callers, by the embedded model."""

import json
from pathlib import Path

import pytest
import soundfile

from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.dates import find_times
from voicebot.dialogue.language.money import find_money
from voicebot.dialogue.language.yes_no import hear_yes_no
from voicebot.speech.errors import ModelMissing, SoundFileUnreadable
from voicebot.speech.files import recognize_file
from voicebot.speech.grammar import UNKNOWN, answer_grammar, command_grammar
from voicebot.speech.recognizer import SpeechModel

ROOT = Path(__file__).parents[2]
CALLERS = ROOT / "audio" / "callers"


@pytest.fixture(scope="module")
def model():
    return SpeechModel(ROOT / "audio" / "models" / "zh")


def heard(model, file, kind="open", phrases=()):
    return recognize_file(model, CALLERS / f"{file}.flac", Listen(kind, phrases=phrases)).text


@pytest.mark.parametrize(
    "file, words",
    [
        ("yunxi-cha-yu-e", "查余额"),
        ("yunxi-wo-yao-yu-yue-wang-dian", "我要预约网点"),
        ("xiaobei-cha-yu-e", "查余额"),
        ("yunxi-zhuan-ren-gong", "转人工"),
    ],
)
def test_wishes_are_heard_without_a_grammar(model, file, words):
    assert heard(model, file) == words


@pytest.mark.parametrize("voice", ["yunxi", "xiaobei", "yunjian"])
@pytest.mark.parametrize("file, yes", [("shi-de", True), ("dui-de", True), ("bu-dui", False)])
def test_yes_and_no_are_heard_and_never_confused(model, voice, file, yes):
    assert hear_yes_no(heard(model, f"{voice}-{file}", "yes_no")) is yes


@pytest.mark.parametrize("voice", ["yunxi", "xiaobei"])
@pytest.mark.parametrize(
    "file, amount_fen",
    [
        ("wu-bai-kuai", 500_00),
        ("gai-cheng-liu-bai", 600_00),
        ("liang-bai-ling-wu-kuai-liu", 205_60),
    ],
)
def test_amounts_are_heard(model, voice, file, amount_fen):
    assert find_money(heard(model, f"{voice}-{file}", "money"))[-1].value == amount_fen


def test_a_correction_is_heard_where_a_yes_is_asked_for(model):
    assert heard(model, "yunxi-bu-dui-shi-liu-bai", "yes_no") == "不对是六百"


def test_a_branch_is_heard_where_it_is_offered(model):
    branches = ("鼓楼支行", "西夏支行", "金凤支行")
    assert heard(model, "yunxi-gu-lou-zhi-xing", "choice", branches) == "鼓楼支行"


def test_a_digression_is_not_forced_into_the_grammar_of_the_question(model):
    assert heard(model, "yunxi-cha-yu-e", "money") == "查余额"
    assert heard(model, "yunxi-cha-yu-e", "choice", ("鼓楼支行",)) == "查余额"


def test_a_day_and_a_time_are_heard(model):
    words = heard(model, "yunxi-ming-tian-shang-wu-shi-dian", "date")
    assert [found.value.hour for found in find_times(words)] == [10]


@pytest.mark.parametrize("file", ["noise", "cough", "door", "hum"])
@pytest.mark.parametrize("kind", ["open", "yes_no", "money", "digits"])
def test_noise_is_never_a_yes_nor_an_amount(model, file, kind):
    words = heard(model, file, kind)
    assert hear_yes_no(words) is not True
    assert find_money(words) == []


def test_the_model_can_hear_every_word_of_the_grammars(model):
    assert model.unheard() == []


def test_a_word_that_the_model_cannot_hear_is_found(model):
    assert model.split("查余额") is not None
    assert model.split("查ABC") is None


def test_grammars_are_made_of_words_of_the_model(model):
    for grammar in (
        command_grammar(("查余额",), model.split),
        answer_grammar(Listen("date"), model.split),
        answer_grammar(Listen("name", phrases=("张三",)), model.split),
    ):
        sentences = json.loads(grammar)
        assert sentences[-1] == UNKNOWN
        assert all(model.knows(word) for sentence in sentences[:-1] for word in sentence.split())


def test_a_model_that_is_not_there_is_told_with_the_mend(tmp_path):
    with pytest.raises(ModelMissing, match=r"config\.yaml"):
        SpeechModel(tmp_path)


def test_a_broken_model_is_told(tmp_path):
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"nothing")
    with pytest.raises(ModelMissing, match="does not load"):
        SpeechModel(tmp_path)


def test_a_file_that_is_no_sound_is_told(model, tmp_path):
    (tmp_path / "x.wav").write_text("no sound")
    with pytest.raises(SoundFileUnreadable, match="WAV or FLAC"):
        recognize_file(model, tmp_path / "x.wav", Listen())


def test_a_file_of_another_rate_is_heard_as_well(model, tmp_path):
    sound, _ = soundfile.read(CALLERS / "yunxi-cha-yu-e.flac")
    soundfile.write(tmp_path / "x.wav", sound[::2], 8000)
    assert recognize_file(model, tmp_path / "x.wav", Listen()).text == "查余额"
