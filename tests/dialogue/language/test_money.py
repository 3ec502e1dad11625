"""Amounts, read back to callers and heard from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.dialogue.language.money import find_money, read_money
from voicebot.dialogue.language.names import find_names


@given(st.integers(1, 10**11))
def test_an_amount_that_is_read_back_is_heard_as_the_same(amount_fen):
    assert [found.value for found in find_money(read_money(amount_fen))] == [amount_fen]


@pytest.mark.parametrize(
    "spoken, amount_fen",
    [
        ("五百块", 500_00),
        ("五百", 500_00),
        ("三万五", 35_000_00),
        ("两百零五块六", 205_60),
        ("一千二", 1_200_00),
        ("十三万二", 132_000_00),
        ("两块五", 2_50),
        ("三毛", 30),
        ("八毛五分", 85),
        ("十二点五元", 12_50),
        ("十二点零五元", 12_05),
        ("一百元零五分", 100_05),
        ("二十块零五毛", 20_50),
        ("一百块四毛五", 100_45),
        ("四毛五", 45),
        ("一百六十六块六毛六送给她", 166_66),
        ("十块五毛三个人分", 10_50),
        ("一百块钱", 100_00),
        ("一千二百元整", 1_200_00),
        ("不对是六百", 600_00),
        ("按四百一算吧", 410_00),
        ("充值一百元话费", 100_00),
        ("500元", 500_00),
    ],
)
def test_people_say_amounts_in_many_ways(spoken, amount_fen):
    assert [found.value for found in find_money(spoken)] == [amount_fen]


@pytest.mark.parametrize(
    "spoken, amount_fen",
    [("转李四六百", 600_00), ("替我付张三三百五", 350_00), ("张三五百块", 500_00), ("张三", None)],
)
def test_an_amount_right_behind_a_name_is_heard_whole(spoken, amount_fen):
    found = find_money(spoken, find_names(spoken, ["张三", "李四"]))
    assert [amount.value for amount in found] == ([amount_fen] if amount_fen else [])


@pytest.mark.parametrize(
    "spoken",
    [
        "明天",
        "下周三",
        "十一月二十五号",
        "上午十点",
        "下午四点一刻",
        "下午三点五十",
        "上午十点二十",
        "晚上七点零五",
        "早上八点四十五分",
        "按五",
        "一分不少",
        "第一个",
        "幺三九零九五一零零零一",
        "尾号三三二一",
        "我要转账",
    ],
)
def test_dates_choices_and_digits_are_no_amounts(spoken):
    assert find_money(spoken) == []


@pytest.mark.parametrize(
    "spoken",
    ["礼拜一", "一块儿交了吧", "住两晚上", "买一袋大米和两桶油", "订十一朵玫瑰", "来两碗面"],
)
def test_what_is_counted_is_no_amount(spoken):
    assert find_money(spoken) == []


@given(
    st.sampled_from("一共 一下 一起 一样 一直 一定 一会儿 一点 一些 一般 一边 两样 四处".split())
)
@pytest.mark.parametrize("sentence", ["{}多少钱", "我{}要交的", "给我{}办了", "{}"])
def test_a_word_that_begins_with_a_digit_is_no_amount(sentence, word):
    assert find_money(sentence.format(word)) == []


@pytest.mark.parametrize("spoken", ["充八", "就转八吧", "八"])
def test_a_digit_at_the_end_of_a_sentence_may_be_an_amount(spoken):
    assert [found.value for found in find_money(spoken)] == [8_00]


def test_an_amount_without_a_unit_is_told_apart_from_one_with_it():
    (bare,), (full,) = find_money("五百"), find_money("五百块")
    assert not bare.unit_spoken
    assert full.unit_spoken


@pytest.mark.parametrize(
    "amount_fen, reading",
    [
        (1_200_00, "一千二百元整"),
        (50, "五角"),
        (5, "五分"),
        (100_05, "一百元零五分"),
        (86_50, "八十六元五角"),
        (2_000_00, "两千元整"),
    ],
)
def test_amounts_are_read_back_in_full(amount_fen, reading):
    assert read_money(amount_fen) == reading
