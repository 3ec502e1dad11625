"""When callers have begun and finished: arithmetic on probabilities, exact to the frame."""

import pytest

from voicebot.speech.end_of_turn import EndOfTurn

FRAME_S = 0.02


def play(turn, *pieces, progress="open"):
    """Pieces of (seconds, probability); the phases other than waiting, with their time."""
    now, told = 0.0, []
    for seconds, speech in pieces:
        for _ in range(round(seconds / FRAME_S)):
            now += FRAME_S
            phase = turn.process(speech, now, progress)
            if phase in ("begun", "finished"):
                told.append((phase, round(now, 2)))
    return told


def test_a_turn_begins_after_a_tenth_of_a_second_and_ends_with_its_pause():
    told = play(EndOfTurn(pause_s=0.6), (1.0, 0.0), (1.0, 0.9), (1.0, 0.0))
    assert told == [("begun", 1.12), ("finished", 2.6)]


def test_a_click_is_not_the_beginning_of_a_turn():
    assert play(EndOfTurn(), (0.5, 0.0), (0.08, 0.9), (0.5, 0.0)) == []


def test_half_a_syllable_is_noticed_and_begins_nothing():
    turn = EndOfTurn()
    assert [turn.process(0.4, 0.02 * frame) for frame in range(1, 30)] == ["noticed"] * 29
    assert turn.process(0.1, 0.6) == "silence"


def test_a_pause_inside_a_number_does_not_end_it():
    turn = EndOfTurn(pause_s=1.2)
    told = play(turn, (1.0, 0.9), (1.0, 0.0), (1.0, 0.9), (1.5, 0.0))
    assert told == [("begun", 0.12), ("finished", 4.28)]


def test_a_complete_answer_ends_within_a_quarter_of_a_second():
    turn = EndOfTurn(pause_s=0.6)
    assert play(turn, (0.5, 0.9), (1.0, 0.0), progress="complete")[-1] == ("finished", 0.68)


def test_an_amount_that_is_likely_over_waits_a_little():
    turn = EndOfTurn(pause_s=0.6)
    assert play(turn, (0.5, 0.9), (1.0, 0.0), progress="likely")[-1] == ("finished", 0.86)


def test_inside_a_number_nobody_is_hurried():
    turn = EndOfTurn(pause_s=0.6)
    told = play(turn, (1.0, 0.9), (19.5, 0.0), (1.0, 0.9), (21.0, 0.0), progress="partial")
    assert told == [("begun", 0.12), ("finished", 41.5)]


def test_whoever_may_have_said_it_all_is_waited_for_but_not_for_ever():
    turn = EndOfTurn(pause_s=1.2)
    told = play(turn, (1.0, 0.9), (3.8, 0.0), (0.5, 0.9), (5.0, 0.0), progress="nearly")
    assert told == [("begun", 0.12), ("finished", 9.32)]


def test_three_thousand_is_waited_for_a_little_longer_and_not_by_seconds():
    turn = EndOfTurn(pause_s=0.7)
    told = play(turn, (0.5, 0.9), (1.5, 0.0), (0.5, 0.9), (3.0, 0.0), progress="round")
    assert told[0] == ("begun", 0.12)
    assert len(told) == 2
    alone = play(EndOfTurn(pause_s=0.7), (0.5, 0.9), (3.0, 0.0), progress="round")
    assert alone[-1] == ("finished", 2.12)


@pytest.mark.parametrize(("progress", "joined"), [("round", True), ("open", False)])
def test_what_comes_soon_behind_three_thousand_is_the_rest_of_it(progress, joined):
    turn = EndOfTurn(pause_s=0.7)
    play(turn, (0.5, 0.9), (2.8, 0.0), (0.5, 0.9), progress=progress)
    assert turn.goes_on is joined


def test_what_comes_after_the_read_back_began_is_an_answer():
    turn = EndOfTurn(pause_s=0.7)
    play(turn, (0.5, 0.9), (3.5, 0.0), (0.5, 0.9), progress="round")
    assert not turn.goes_on


def test_a_caller_who_pauses_long_is_waited_for_longer_from_then_on():
    turn = EndOfTurn(pause_s=0.6)
    told = play(turn, (1.0, 0.9), (0.56, 0.0), (1.0, 0.9), (1.0, 0.0))
    assert told[-1] == ("finished", 3.3)
    assert turn.stretch == pytest.approx(1.25 * 0.58 / 0.6, abs=0.05)


def test_a_caller_who_was_cut_off_is_waited_for_longer_from_then_on():
    turn = EndOfTurn(pause_s=0.6)
    play(turn, (1.0, 0.9), (0.8, 0.0), (1.0, 0.9), (2.0, 0.0))
    assert turn.stretch > 1.5


def test_a_caller_who_reacts_to_the_answer_was_not_cut_off():
    turn = EndOfTurn(pause_s=0.6)
    play(turn, (1.0, 0.9), (2.0, 0.0), (1.0, 0.9), (2.0, 0.0))
    assert turn.stretch == 1.0


def test_a_sentence_that_cannot_be_over_waits_longer():
    turn = EndOfTurn(pause_s=0.5)
    assert play(turn, (0.5, 0.9), (2.0, 0.0), progress="unfinished")[-1] == ("finished", 1.3)


def test_a_television_does_not_keep_a_turn_open_for_ever():
    assert play(EndOfTurn(), (40.0, 0.9))[1][1] <= 26.0


def test_after_a_turn_the_next_one_begins_afresh():
    turn = EndOfTurn(pause_s=0.5)
    phases = [p for p, _ in play(turn, (0.5, 0.9), (1.5, 0.0), (0.5, 0.9), (1.0, 0.0))]
    assert phases == ["begun", "finished", "begun", "finished"]


def test_a_very_short_pause_ends_nothing():
    turn = EndOfTurn(pause_s=0.3)
    told = play(turn, (0.5, 0.9), (0.18, 0.0), (0.5, 0.9), (0.5, 0.0))
    assert told == [("begun", 0.12), ("finished", 1.48)]
