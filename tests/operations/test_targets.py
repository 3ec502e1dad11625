"""What is wanted stands beside what was measured, and nobody can overlook what is missed."""

import pytest

from voicebot.operations.targets import at_least, at_most


@pytest.mark.parametrize(
    "target, measured, met",
    [
        (at_most(150, " ms"), 150, True),
        (at_most(150, " ms"), 151, False),
        (at_least(98, "%"), 98.0, True),
        (at_least(98, "%"), 97.9, False),
        (at_most(0), 0, True),
        (at_most(0), 1, False),
    ],
)
def test_the_limit_itself_is_met_and_what_is_beyond_it_is_not(target, measured, met):
    assert target.is_met(measured) is met
    assert target.verdict(measured).endswith("NOT MET") is not met


def test_what_was_never_measured_meets_nothing():
    assert at_most(150, " ms").line(None).split() == "nothing wanted ≤ 150 ms NOT MET".split()


def test_a_line_tells_the_figure_and_what_was_wanted():
    assert at_most(150, " ms").line(130).split() == "130 ms wanted ≤ 150 ms met".split()
