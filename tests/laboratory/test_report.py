"""What the laboratory's figures say against what is wanted of the ear."""

from dataclasses import replace

import pytest

from voicebot.laboratory.numbers import NumberCall
from voicebot.laboratory.report import Row, targets

YES_NO = Row("telephone", "yes_no", 100, 98, 2, 99, 1, 0, 0, 180, 300)


def test_every_figure_stands_beside_what_is_wanted():
    met, opposite = targets([YES_NO], [])
    assert met.split()[:7] == ["yes_no", "98/100", "98.0%", "wanted", "≥", "98%", "met"]
    assert met.endswith("  99/100 with 2 asked again")
    assert opposite.split() == ["opposite", "1/100", "1.0%", "wanted", "≤", "1%", "met"]


@pytest.mark.parametrize(
    "missed", [replace(YES_NO, right=97), replace(YES_NO, opposite=2)], ids=["right", "opposite"]
)
def test_what_is_missed_is_told_in_capitals(missed):
    assert sum("NOT MET" in line for line in targets([missed], [])) == 1


def test_only_the_plain_telephone_is_held_against_the_targets():
    assert not list(targets([replace(YES_NO, condition="wind 10 dB")], []))


def test_phone_numbers_count_as_they_are_agreed_to_in_the_end():
    mended = NumberCall("13909510002", "13909510007", "13909510002", 1)
    lost = NumberCall("13909510002", "1390951002", "1390951002", 4)
    assert "1/2" in next(targets([], [("telephone", mended), ("telephone", lost)]))
