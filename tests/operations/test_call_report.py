"""What is said of a call afterwards: its times, its turns, its page. Each shown to pass and to fail."""

import numpy as np
import pytest
import soundfile

from voicebot.operations.call_page import write_call_page
from voicebot.operations.call_turns import join_turns
from voicebot.operations.percentiles import percentile
from voicebot.telephony.heard_times import first_sound_ms, silence_ms
from voicebot.telephony.softphone import StepReport

RATE_HZ = 16_000


def sound(*spans, seconds=4.0):
    """A tone between the given seconds."""
    samples = np.zeros(int(seconds * RATE_HZ), dtype=np.int16)
    for start, end in spans:
        times = np.arange(int(start * RATE_HZ), int(end * RATE_HZ))
        samples[times] = 5000 * np.sin(times)
    return samples


def said(start, end):
    return StepReport("say", "查余额", 0.0, start, end)


def test_an_answer_is_timed_from_the_callers_last_sound():
    caller, bot = sound((1.0, 1.5)), sound((2.1, 3.0))
    assert first_sound_ms(caller, bot, said(0.9, 1.9), 1e9) == pytest.approx(600, abs=20)


def test_a_prompt_that_was_still_running_is_not_the_answer():
    caller, bot = sound((1.0, 1.5)), sound((0.0, 1.7), (2.2, 3.0))
    assert first_sound_ms(caller, bot, said(1.0, 1.6), 1e9) == pytest.approx(700, abs=20)


def test_no_answer_has_no_time():
    assert first_sound_ms(sound((1.0, 1.5)), sound(), said(1.0, 1.6), 1e9) is None


def test_the_answer_to_the_next_step_is_not_the_answer_to_this_one():
    caller, bot = sound((1.0, 1.5)), sound((3.0, 3.5))
    assert first_sound_ms(caller, bot, said(1.0, 1.6), next_step_s=1.0) is None


def test_a_key_pressed_into_a_prompt_is_timed_though_the_answer_comes_at_once():
    keys = StepReport("keys", "1", 0.0, 1.0, 1.0)
    bot = sound((0.0, 1.08), (1.11, 1.9), (2.2, 3.0))
    assert first_sound_ms(sound(), bot, keys, 1e9) == pytest.approx(110, abs=10)


def test_keys_are_timed_from_the_last_press():
    keys = StepReport("keys", "12", 0.0, 0.5, 1.0)
    assert first_sound_ms(sound(), sound((1.2, 2.0)), keys, 1e9) == pytest.approx(200, abs=20)


def test_an_interrupted_bot_is_timed_from_the_callers_first_sound_to_its_silence():
    caller, bot = sound((1.0, 1.5)), sound((0.0, 1.1), (1.2, 1.3), (2.2, 3.0))
    assert silence_ms(caller, bot, said(0.9, 1.6)) == pytest.approx(300, abs=20)


def test_a_full_stop_is_not_taken_for_the_silence_of_an_interrupted_bot():
    caller, bot = sound((1.0, 1.5)), sound((0.0, 1.05), (1.47, 1.7), (2.6, 3.0))
    assert silence_ms(caller, bot, said(0.9, 1.6)) == pytest.approx(700, abs=20)


def test_a_bot_that_came_to_a_full_stop_by_itself_is_not_timed():
    caller, bot = sound((1.0, 1.5)), sound((0.0, 1.01), (2.2, 3.0))
    assert silence_ms(caller, bot, said(0.9, 1.6)) is None


def test_a_bot_that_was_silent_already_is_not_interrupted():
    assert silence_ms(sound((1.0, 1.5)), sound((0.0, 0.8)), said(0.9, 1.6)) is None


STEPS = [
    {
        "step": "wait",
        "what": "",
        "at": 10.0,
        "started_s": 0.0,
        "expect": [],
        "first_sound_ms": None,
    },
    {
        **{"step": "say", "what": "查余额", "at": 12.0, "started_s": 2.0},
        **{"expect": ["utter_ask_pin"], "first_sound_ms": 500.0},
    },
]
GREETED = {
    **{"event": "answered", "at": 10.1, "bot": "您好", "prompts": ["utter_greet"]},
    **{"intent": "", "state": "utter_greet"},
}
HEARD = {"event": "heard", "at": 13.0, "caller": "查余额"}
ASKED = GREETED | {
    "at": 13.0,
    "bot": "密码？",
    "prompts": ["utter_ask_pin"],
    "intent": "ask_balance",
}


def test_a_turn_joins_what_was_said_heard_and_answered():
    greeting, turn = join_turns(STEPS, [GREETED, HEARD, ASKED])
    assert (greeting["caller"], greeting["bot"], greeting["ok"]) == ("", "您好", True)
    assert (turn["caller"], turn["heard"], turn["bot"]) == ("查余额", "查余额", "密码？")
    assert (turn["by"], turn["intent"], turn["first_sound_ms"], turn["ok"]) == (
        *("voice", "ask_balance", 500.0),
        True,
    )


def test_a_turn_without_the_expected_response_is_not_ok():
    turns = join_turns(STEPS, [GREETED, HEARD, ASKED | {"prompts": ["utter_not_understood_1"]}])
    assert [turn["ok"] for turn in turns] == [True, False]


def test_a_turn_that_nobody_answered_is_not_ok():
    assert [turn["ok"] for turn in join_turns(STEPS, [GREETED])] == [True, False]


def page(tmp_path, **changes):
    soundfile.write(tmp_path / "call.wav", np.column_stack([sound((1, 2)), sound((2, 3))]), RATE_HZ)
    turns = join_turns(STEPS, [GREETED, HEARD | {"caller": "<script>x"}, ASKED])
    call = {"name": "1", "ok": True, "caller_number": "139", "turns": turns} | changes
    write_call_page(tmp_path / "call.html", tmp_path / "call.wav", call)
    return (tmp_path / "call.html").read_text(encoding="utf-8")


def test_the_page_of_a_call_stands_alone_with_sound_pictures_and_words(tmp_path):
    text = page(tmp_path)
    assert "data:audio/" in text
    assert text.count("<path") >= 2 or text.count("<polygon") >= 2
    assert "密码？" in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "Every step succeeded" in text


def test_what_callers_say_is_no_html(tmp_path):
    assert "<script>x" not in page(tmp_path)


def test_the_page_of_a_failed_call_says_so(tmp_path):
    assert "A step failed" in page(tmp_path, ok=False)


@pytest.mark.parametrize("percent, value", [(50, 3), (95, 5), (1, 1), (100, 5)])
def test_percentiles_are_values_that_were_measured(percent, value):
    assert percentile([5, 1, 3, 2, 4], percent) == value
