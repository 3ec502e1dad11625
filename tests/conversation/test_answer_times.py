"""Where the time of an answer went; times in seconds go in, milliseconds come out."""

from voicebot.conversation.answer_times import AnswerTimer, AnswerTimes


def test_the_parts_of_a_spoken_turn():
    timer = AnswerTimer()
    timer.heard(ended_at=1.0, decided_at=1.2, at=1.25)
    timer.answered(1.3)
    assert timer.sounded(1.31) == AnswerTimes("voice", 1.0, 200, 50, 50, 10)


def test_a_key_has_no_end_of_turn_and_nothing_to_recognise():
    timer = AnswerTimer()
    timer.pressed(2.0)
    timer.answered(2.04)
    assert timer.sounded(2.05) == AnswerTimes("key", 2.0, 0, 0, 40, 10)


def test_the_last_key_of_a_number_counts():
    timer = AnswerTimer()
    timer.pressed(2.0)
    timer.pressed(3.0)
    timer.answered(3.1)
    assert timer.sounded(3.1).ended_at == 3.0


def test_only_the_first_sound_of_an_answer_is_timed():
    timer = AnswerTimer()
    timer.pressed(2.0)
    timer.answered(2.1)
    assert timer.sounded(2.2)
    assert timer.sounded(2.3) is None


def test_a_reminder_that_nobody_asked_for_is_not_timed():
    timer = AnswerTimer()
    timer.answered(5.0)
    assert timer.sounded(5.1) is None


def test_the_prompt_that_still_runs_is_not_the_answer():
    timer = AnswerTimer()
    timer.heard(1.0, 1.2, 1.25)
    assert timer.sounded(1.26) is None
