"""Recorded lines first, fragments for what changes, synthesis for the rest, and staff are told."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicebot.config import ConfigError, load_settings
from voicebot.conversation.turn import Prompt
from voicebot.dialogue.language.dates import read_time
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_phone
from voicebot.dialogue.language.references import read_reference
from voicebot.speech.coverage import adopt_recordings, coverage, file_name
from voicebot.speech.level import LEVEL_DB, active_level_db
from voicebot.speech.prompts import PromptLibrary
from voicebot.speech.voice import SyntheticVoice
from voicebot.speech.wording import load_responses

ROOT = Path(__file__).parents[2]
KEY = "按[零一二三四五六七八九]"
RATE_HZ = 16_000


class Voice:
    """A voice that writes down what it was asked to say."""

    def __init__(self):
        self.asked = []

    def render(self, text):
        self.asked.append(text)
        return np.full(1600, 100, dtype=np.int16)


@pytest.fixture
def voice():
    return Voice()


def spoken(library, text):
    """The pieces of a prompt in order."""
    return [piece for phrase in library.phrases(Prompt("utter_x", text)) for piece in phrase.pieces]


def pauses(library, text, rate=1.0):
    """Seconds of silence behind each phrase."""
    return [
        (len(phrase.sound(rate)) - int(sum(map(len, phrase.pieces)) / rate)) / RATE_HZ
        for phrase in library.phrases(Prompt("utter_x", text))
    ]


@pytest.fixture
def library(voice):
    return PromptLibrary(ROOT / "audio" / "prompts", voice)


def test_every_line_of_the_wording_is_recorded():
    assert coverage(load_settings(ROOT / "config.yaml")).to_record == []


@pytest.mark.parametrize(
    "text",
    [
        "您尾号六七八九的账户，余额是一万两千八百五十元六角。",
        "转给张三，宁城银行，尾号三三二幺，金额五百元整。对吗？",
        f"充值{read_money(50_00)}，余额还有{read_money(3_150_00)}。",
        f"给移动手机{read_phone('13909510002')}，充值五十元整。对吗？",
        "预约鼓楼支行，明天，十一月二十五日，星期三，上午十点。对吗？",
        f"金额{read_money(99_999_99)}。",
        read_time.__doc__ and "下午两点半，请按一。",
    ],
)
def test_numbers_names_and_days_are_put_together_from_recordings(library, voice, text):
    pieces = spoken(library, text)
    assert voice.asked == []
    assert sum(map(len, pieces)) > RATE_HZ // 2


def test_any_amount_can_be_spoken_from_recordings(library):
    rng = np.random.default_rng(5)
    amounts = [int(rng.integers(1, 10 ** rng.integers(2, 11))) for _ in range(300)]
    assert [a for a in amounts if library.missing(read_money(a))] == []


def test_only_what_nobody_recorded_is_synthesised(library, voice):
    spoken(library, "转给欧阳娜娜，宁城银行，尾号三三二幺。")
    assert voice.asked == ["欧阳娜娜"]


def test_pieces_are_joined_with_pauses_and_without_clicks(library):
    text = "尾号三三二幺，金额五百元整。对吗？"
    phrases = [phrase.sound(1.0) for phrase in library.phrases(Prompt("utter_x", text))]
    sound = np.concatenate(phrases).astype(np.int32)
    pieces = [
        piece for phrase in library.phrases(Prompt("utter_x", text)) for piece in phrase.pieces
    ]
    edges = [int(edge) for piece in pieces for edge in (piece[0], piece[-1])]
    assert max(map(abs, edges)) < 200
    assert np.abs(sound).max() > 3000
    assert all(0.1 < pause < 1.0 for pause in pauses(library, text))


@pytest.mark.parametrize("rate", [0.5, 1.0, 1.5, 2.0])
def test_after_the_key_of_an_option_there_is_time_to_press_it_at_every_rate(library, rate):
    assert min(pauses(library, "查余额，请按一。查最近的明细，请按二。", rate)) >= 0.7


def test_between_the_options_of_every_prompt_there_is_time_to_press(library):
    texts = [text for texts in load_responses(ROOT / "prompts").values() for text in texts]
    menus = [text for text in texts if len(re.findall(KEY, text)) > 1]
    assert len(menus) > 5
    for text in menus:
        phrases = list(library.phrases(Prompt("utter_x", text)))
        ends = [phrase.at for phrase in phrases[1:]] + [len(text)]
        for phrase, end in zip(phrases, ends, strict=True):
            said = text[phrase.at : end]
            keys = re.findall(KEY, said)
            assert len(keys) <= 1, said
            assert not keys or phrase.pause_ms >= 700 or end == len(text), said


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.25, 2.0])
def test_a_phrase_is_as_much_shorter_as_it_is_faster(library, rate):
    (phrase,) = library.phrases(Prompt("utter_x", "对吗？"))
    assert len(phrase.sound(rate)) == pytest.approx(len(phrase.sound(1.0)) / rate, rel=0.03)


def test_a_phrase_can_be_found_in_the_text_and_said_from_there(library):
    text = "转给张三，宁城银行，尾号三三二幺，金额五百元整。对吗？"
    starts = [phrase.at for phrase in library.phrases(Prompt("utter_x", text))]
    assert [text[at:][:2] for at in starts] == ["转给", "宁城", "尾号", "金额", "对吗"]
    for number, at in enumerate(starts):
        again = [text[at:][phrase.at :] for phrase in library.phrases(Prompt("", text[at:]))]
        assert again == [text[start:] for start in starts[number:]]


def test_between_the_groups_of_a_number_there_is_time_to_write_it_down(library, voice):
    text = f"凭证号是{read_reference('202611240007')}。"
    assert [pause >= 0.7 for pause in pauses(library, text, rate=2.0)] == [True, True, False]
    assert voice.asked == ["凭证号是"]


@pytest.fixture
def studio(tmp_path):
    """Settings whose wording can be changed and whose recordings begin empty."""
    wording = tmp_path / "prompts"
    wording.mkdir()
    (wording / "a.yml").write_text("responses:\n  utter_a:\n  - text: 请问转给谁？\n")
    settings = load_settings(ROOT / "config.yaml")
    speech = settings.speech.copy(update={"prompts": tmp_path / "recordings"})
    return settings.copy(update={"prompts": wording, "speech": speech})


def record(studio, folder, text):
    folder.mkdir(exist_ok=True)
    times = np.arange(RATE_HZ) / RATE_HZ
    sound = np.concatenate([np.zeros(8000), np.sin(2 * np.pi * 220 * times) * 0.2, np.zeros(8000)])
    soundfile.write(folder / f"{file_name(text)}.wav", sound, RATE_HZ)
    return adopt_recordings(studio, folder)


def test_a_new_recording_is_cut_levelled_and_taken(studio, tmp_path, voice):
    assert record(studio, tmp_path / "takes", "请问转给谁") == 1
    library = PromptLibrary(studio.speech.prompts, voice)
    (sound,) = spoken(library, "请问转给谁？")
    assert voice.asked == []
    assert len(sound) / RATE_HZ == pytest.approx(1.05, abs=0.06)
    assert active_level_db(sound / 32768) == pytest.approx(LEVEL_DB, abs=0.5)


def test_a_changed_wording_is_synthesised_and_told(studio, tmp_path, voice):
    record(studio, tmp_path / "takes", "请问转给谁")
    (studio.prompts / "a.yml").write_text("responses:\n  utter_a:\n  - text: 请问您转给谁？\n")
    library = PromptLibrary(studio.speech.prompts, voice)
    spoken(library, "请问您转给谁？")
    assert voice.asked == ["请问您转给谁"]
    told = {line.text: line.reason for line in coverage(studio).to_record}
    assert told["请问您转给谁"] == "changed since it was recorded as “请问转给谁”"


def test_a_broken_manifest_is_told(tmp_path, voice):
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(ConfigError, match="manifest"):
        PromptLibrary(tmp_path, voice)


def test_the_synthetic_voice_speaks_and_keeps_what_it_said(tmp_path):
    voice = SyntheticVoice(tmp_path)
    sound = voice.render("欧阳娜娜")
    assert len(sound) > RATE_HZ // 4
    assert np.abs(sound).max() > 3000
    (file,) = tmp_path.glob("*.wav")
    written = file.stat().st_mtime_ns
    assert np.array_equal(voice.render("欧阳娜娜"), sound)
    assert file.stat().st_mtime_ns == written


def test_the_manifest_names_only_files_that_are_there():
    folder = ROOT / "audio" / "prompts"
    lines = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["lines"]
    assert [text for text, line in lines.items() if not (folder / line["file"]).is_file()] == []
