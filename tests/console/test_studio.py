"""Staff find what is to be recorded, hand a take in, hear what is wrong with it, and choose one."""

from __future__ import annotations

import io

import pytest
import soundfile

from tests.studio.conftest import recorded, silence, voice
from voicebot.console.take_words import ADVICE, advice
from voicebot.speech.coverage import file_name
from voicebot.speech.prompts import load_manifest
from voicebot.studio.rules import RULES
from voicebot.studio.sound import Sound

LINE, NEXT = "请问转给谁", "请说金额"
URL = f"/studio/lines/{file_name(LINE)}"


def wav(sound: Sound) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, sound.samples, sound.rate_hz, format="WAV")
    return file.getvalue()


def hands_in(reviewer, sound: Sound):
    return reviewer.post(f"{URL}/takes", files={"sound": ("take.wav", wav(sound))})


def test_what_is_to_be_recorded_is_listed_and_found_by_its_words(reviewer):
    page = reviewer.get("/studio").text
    assert f'<a href="{URL}">{LINE}</a>' in page
    assert "后面的" in page
    found = reviewer.get("/studio?words=转给谁").text
    assert LINE in found and NEXT not in found


def test_a_line_leads_to_the_next_one(reviewer):
    assert f"下一句要录的：{NEXT}" in reviewer.get(URL).text


def test_a_good_take_is_kept_under_the_speakers_name_and_chosen(reviewer, settings):
    page = hands_in(reviewer, recorded(voice(5)))
    assert "留下了，没有问题" in page.text
    number = page.url.params["take"]
    take = reviewer.get(f"{URL}/takes/{number}.flac")
    assert soundfile.read(io.BytesIO(take.content))[1] == 16_000
    page = reviewer.post(f"{URL}/choice", data={"number": number})
    assert f"第 {number} 遍（正在用）" in page.text
    assert "现在用的是录音" in page.text
    assert LINE in load_manifest(settings.speech.prompts)
    assert LINE not in reviewer.get("/studio").text


def test_what_is_wrong_with_a_take_is_told_in_chinese_with_what_to_do(reviewer):
    page = hands_in(reviewer, recorded(voice(5, stretch=2), room_db=-45)).text
    assert "有 2 个问题" in page
    assert "关上门窗和风扇" in page
    assert "说快一点" in page


def test_the_pitch_is_held_against_the_speakers_own_tone(reviewer):
    number = hands_in(reviewer, recorded(voice(5, hz=200))).url.params["take"]
    page = reviewer.post(f"{URL}/tone", data={"number": number}).text
    assert "我的标准音" in page
    assert reviewer.get("/studio/tone").status_code == 200
    assert "比自己的标准音高" in hands_in(reviewer, recorded(voice(5, hz=300))).text


@pytest.mark.parametrize("sound", [Sound(silence(1.0), 48_000), Sound(silence(0.01), 48_000)])
def test_a_take_without_a_word_is_not_kept(reviewer, sound):
    answer = hands_in(reviewer, sound)
    assert answer.status_code == 422
    assert "没有听到说话的声音" in answer.text


def test_a_line_or_take_that_is_not_there_is_told(reviewer):
    assert reviewer.get("/studio/lines/ni-hao-00000000").status_code == 404
    assert reviewer.get(f"{URL}/takes/99.flac").status_code == 404
    assert reviewer.post(f"{URL}/choice", data={"number": 99}).status_code == 404


def test_every_rule_has_its_advice():
    assert set(ADVICE) == {rule.__name__ for rule in RULES}
    assert advice({"silence": 0.05, "pitch": -3.0})[1].endswith("说高一点")
    assert "太长" in advice({"silence": 3.0})[0]
    assert advice({"loudness": -13.0}) == ["比别的录音轻 13 分贝；离麦克风近一点，再录一遍"]
