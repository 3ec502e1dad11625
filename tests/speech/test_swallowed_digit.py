"""A part of a number that names four digits and has three is heard with the fourth."""

from pathlib import Path

import pytest

from voicebot.conversation.turn import Listen
from voicebot.speech.files import recognize_file
from voicebot.speech.recognizer import SpeechModel
from voicebot.speech.swallowed_digit import with_one_more

ROOT = Path(__file__).parents[2]
# Says 中间四位是三幺五二; the recogniser alone hears 三幺五.
SWALLOWED = ROOT / "audio" / "callers" / "questions" / "part-11-2-jf-alpha.flac"
PHONE = 11


def test_a_digit_said_twice_or_lost_at_the_end_may_have_been_there():
    assert with_one_more("后四位是七二五", ["13972514917"], PHONE) == [
        *("后四位是七七二五", "后四位是七二二五", "后四位是七二五五"),
        *("后四位是七二五一", "后四位是七二五二"),
    ]


def test_what_was_read_back_and_was_wrong_is_not_offered_again():
    readings = ["13972514917", "13972517225", "13972517255"]
    offered = with_one_more("后四位是七二五", readings, PHONE)
    assert "后四位是七二五五" not in offered and "后四位是七二二五" not in offered
    assert "后四位是七七二五" in offered


@pytest.mark.parametrize(
    "text", ["后四位是七二五五", "后四位是七二", "后面是七二五", "一三九七二五一四九一", "不对", ""]
)
def test_where_no_digit_or_more_than_one_is_missing_nothing_is_made_up(text):
    assert with_one_more(text, ["13972514917"], PHONE) == []


def heard(*readings):
    model = SpeechModel(ROOT / "audio" / "models" / "zh")
    return recognize_file(model, SWALLOWED, Listen("digits", max_keys=PHONE, numbers=readings)).text


def test_the_sound_tells_which_digit_it_was():
    assert heard("17773154700") == "中间四位是三幺五二"


def test_what_was_read_back_in_vain_is_not_heard_again():
    once_more = heard("17773154700", "17731524700")
    assert once_more.startswith("中间四位是三幺五") and once_more != "中间四位是三幺五二"
