"""A sentence with its numbers, as it comes out of a telephone."""

from datetime import date

import numpy as np
import pytest
import soundfile

from tests.studio.conftest import ROOT
from voicebot.config import load_settings
from voicebot.studio.sentence import fill, read_value, write_as_heard

TODAY = date(2026, 11, 24)
CONFIRM = "转给张三，宁城银行，尾号三三二幺，金额五百元整。对吗？"
RATE_HZ = 16_000


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("500元", "五百元整"),
        ("86.50元", "八十六元五角"),
        ("2026-11-25", "明天，十一月二十五日，星期三"),
        ("14:30", "下午两点半"),
        ("13909510001", "幺三九，零九五幺，零零零幺"),
        ("202611240007", "二零二六；幺幺二四；零零零七"),
        ("3321", "三三二幺"),
        ("张三", "张三"),
    ],
)
def test_a_value_is_read_the_way_it_is_written(written, spoken):
    assert read_value(written, TODAY) == spoken


def test_a_sentence_with_numbers_sounds_like_a_telephone(tmp_path):
    settings = load_settings(ROOT / "config.yaml")
    values = ["payee=张三", "bank=宁城银行", "tail=3321", "amount=500元"]
    text = fill(settings.prompts, "utter_confirm_transfer", values, TODAY)
    assert text == CONFIRM
    assert write_as_heard(settings, "utter_confirm_transfer", text, tmp_path / "said.wav") == []
    sound, rate_hz = soundfile.read(tmp_path / "said.wav")
    assert rate_hz == RATE_HZ and 3 < len(sound) / RATE_HZ < 12
    power = np.abs(np.fft.rfft(sound)) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    outside = power[(hz < 200) | (hz > 4000)].sum()
    assert outside < power[(hz > 300) & (hz < 3400)].sum() / 100


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["utter_bb"], "did you mean utter_b"),
        (["utter_b", "amount=500元"], "wants payee=… amount=…"),
        (["utter_b", "payee=张三", "amount=500元", "tail=1"], "wants payee=… amount=…"),
        (["utter_a", "500"], "write slot=value"),
        (["utter_b", "payee=张三", "amount=2026-13-01"], "cannot be read"),
    ],
)
def test_what_cannot_be_said_is_told(studio, words, told):
    result = studio("say", *words)
    assert result.exit_code == 1
    assert told in result.output.replace("\n", "")
