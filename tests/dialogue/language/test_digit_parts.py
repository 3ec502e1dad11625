"""A phone number that is heard, read back and mended in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.dialogue.language.digit_parts import DigitParts
from voicebot.dialogue.language.digits import read_digits

PHONE = DigitParts("13909510001", 11)
phones = st.text("0123456789", min_size=11, max_size=11).map(lambda digits: DigitParts(digits, 11))
four = st.text("0123456789", min_size=4, max_size=4)


def test_a_phone_number_is_read_back_in_three_four_four():
    assert PHONE.read() == "幺三九，零九五幺，零零零幺"


def test_a_meter_number_is_read_back_in_fours():
    assert DigitParts("640100123456", 12).read() == "六四零幺，零零幺二，三四五六"


def test_a_number_is_taken_part_by_part():
    number = DigitParts("", 11)
    for part in ("幺三九", "零九五幺", "零零零幺"):
        assert number.missing > 0
        number = number.heard(part)
    assert number == PHONE


@pytest.mark.parametrize(
    "said, mended",
    [
        ("后四位是零零零二", "13909510002"),
        ("不对后四位是七七零九", "13909517709"),
        ("最后一位是二", "13909510002"),
        ("尾号是八八八八", "13909518888"),
        ("前三位是幺五零", "15009510001"),
        ("中间四位是零九五七", "13909570001"),
        ("第三位是八", "13809510001"),
        ("不对，第三位是八", "13809510001"),
        ("倒数第二位是六", "13909510061"),
        ("不是零九五幺是零九五七", "13909570001"),
        ("不对零零零三", "13909510003"),
        ("不对是幺三八", "13809510001"),
        ("后四位是四个零", "13909510000"),
        ("幺三八零零幺三八零零零", "13800138000"),
    ],
)
def test_a_part_is_mended_and_the_rest_stays(said, mended):
    assert PHONE.heard(said) == DigitParts(mended, 11)


@pytest.mark.parametrize(
    "said", ["是的", "转人工", "不对", "第十三位是八", "不对九八七六", "后四位是零零零"]
)
def test_what_is_not_clearly_about_the_number_changes_nothing(said):
    assert PHONE.heard(said) is None


def test_a_lost_digit_is_put_where_it_belongs():
    assert DigitParts("1863742569", 11).heard("后四位是五六九五").digits == "18637425695"
    assert DigitParts("1397254917", 11).heard("中间四位是七二五五").digits == "13972554917"
    assert DigitParts("186223440107", 11).heard("中间四位是二三四四").digits == "18623440107"
    assert DigitParts("1390951001", 11).heard("第九位是零").digits == "13909510001"


@given(phones, four)
def test_the_last_four_can_be_said_again_whatever_they_are(phone, digits):
    mended = phone.heard(f"后四位是{read_digits(digits)}")
    assert mended.digits == phone.digits[:7] + digits


@given(phones, st.integers(1, 11), st.sampled_from("0123456789"))
def test_any_one_digit_can_be_said_again(phone, place, digit):
    ordinal = (
        "一二三四五六七八九"[place - 1] if place < 10 else "十" + ("一" if place == 11 else "")
    )
    mended = phone.heard(f"第{ordinal}位是{read_digits(digit)}")
    assert mended.digits == phone.digits[: place - 1] + digit + phone.digits[place:]


@given(phones)
def test_what_is_read_back_is_heard_as_the_same_number(phone):
    assert DigitParts("", 11).heard(phone.read()) == phone
