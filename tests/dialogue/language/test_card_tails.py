"""The end of a card number in what a caller says."""

import pytest

from voicebot.dialogue.language.phones import hear_tail


@pytest.mark.parametrize(
    "said, asked, tail",
    [
        ("尾号五五一二", False, "5512"),
        ("尾号是五五幺二的那张", False, "5512"),
        ("五五一二", True, "5512"),
        ("五五一二", False, ""),
        ("还五百块", True, ""),
        ("尾号四个八", False, "8888"),
        ("六二二五八八零零一零零零五五一二", True, ""),
    ],
)
def test_a_tail_is_heard_behind_its_word_or_where_it_was_asked_for(said, asked, tail):
    assert hear_tail(said, asked) == tail


@pytest.mark.parametrize("amount", ["一千二", "三万五千二百", "两千零五十元"])
def test_an_amount_is_no_tail(amount):
    assert hear_tail(amount, asked=True) == ""
