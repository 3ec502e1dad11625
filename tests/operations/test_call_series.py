"""Calls that are placed to measure something: enough of them, and not for ever."""

from itertools import repeat
from pathlib import Path

import pytest

from voicebot.operations.call_series import measure_calls
from voicebot.operations.scripted_call import CallReport
from voicebot.service import ServiceError


def place(*outcomes):
    """A telephone on which the calls end so, one after another, and the last for ever."""
    left = list(outcomes)

    def call(_script, out):
        outcome = left.pop(0) if len(left) > 1 else left[0]
        error = outcome if isinstance(outcome, str) else ""
        return CallReport(out, {"error": error, "times": [] if error else outcome})

    return call


def measure(placed, enough, told=lambda line: None):
    return measure_calls(
        placed,
        repeat(Path("script.yaml")),
        Path("calls"),
        measured=lambda report: report.document["times"],
        enough=enough,
        progress=told,
    )


def test_calls_are_placed_until_enough_was_measured():
    told = []
    assert measure(place([1, 2], [3], [4, 5], [6]), 4, told.append) == [1, 2, 3, 4, 5]
    assert len(told) == 3


def test_staff_are_told_why_nothing_is_measured_when_nobody_answers():
    with pytest.raises(ServiceError, match=r"3 calls in a row.*not answered: 503.*calls/4"):
        measure(place([1], "the call was not answered: 503"), 10)


def test_a_service_that_answers_and_says_nothing_is_an_error_too():
    with pytest.raises(ServiceError, match="it was answered"):
        measure(place([]), 1)


def test_one_call_that_fails_on_a_busy_machine_does_not_end_the_measuring():
    assert measure(place("busy", "busy", [1], "busy", "busy", [2]), 2) == [1, 2]
