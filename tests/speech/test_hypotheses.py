"""Which recogniser is believed."""

import re
from pathlib import Path

import pytest

from voicebot.conversation.turn import Listen
from voicebot.speech.answers import is_answer, sentences
from voicebot.speech.hypotheses import DOUBT, Hypothesis, choose

ROOT = Path(__file__).parents[2]

KNOWN = frozenset({"是的", "不对", "查余额", "预约"})
MONEY = Listen("money")
NAMES = Listen("name", phrases=("张三", "给张三转"))


def heard(opened=(), commands=(), answered=(), listen=MONEY):
    recognised = ([Hypothesis(*one) for one in some] for some in (opened, commands, answered))
    return choose(*recognised, KNOWN, listen)


def test_what_makes_the_sound_likeliest_was_said():
    assert heard([("怎么王五", 109.4)], [], [("三万五", 114.1)]).text == "三万五"
    assert heard([("查明细", 128.0)], [], [("三万五", 114.1)]).text == "查明细"


def test_an_answer_to_the_question_gets_the_benefit_of_the_doubt():
    assert heard([("六八", 100.0)], [], [("六百", 99.0)]).text == "六百"
    assert heard([("六八", 100.0)], [], [("六百", 90.0)]).text == "六八"


def test_a_yes_where_one_is_asked_for_is_no_amount():
    assert heard([], [("是的", 89.8)], [("四", 91.0)], Listen("yes_no")).text == "是的"


def test_half_a_command_is_none():
    assert heard([("补办仁", 99.0)], [("不约", 105.0)]).text == "补办仁"


def test_foreign_speech_is_not_forced_into_a_grammar():
    foreign = [("[unk]", 120.0), ("查余额", 119.0)]
    assert heard([("哈哈", 100.0)], foreign).text == "哈哈"


def test_speech_that_nothing_fits_is_not_understood():
    assert heard([("[unk]", 50.0)]).unknown
    assert not heard([("", 50.0)]).unknown


def test_no_answer_to_a_question_for_an_amount_is_an_amount_that_sounds_like_it():
    said = [("不是", 101.7)], [("不是", 98.8)], [("五十", 92.0)]
    assert heard(*said).text == "五十"
    assert heard(*said, Listen("yes_no")).text == "不是"


def test_a_refusal_of_a_person_is_no_amount_either():
    assert heard([("不是他", 100.0)], [], [("五十八", 95.0)]).text == "五十八"


def test_a_yes_or_no_that_is_no_likelier_than_something_else_is_asked_for_again():
    answer = heard([("别转了", 99.0), ("钱到账了", 99.0), ("几点了", 99.0)])
    assert (answer.text, answer.unknown) == ("", True)
    assert answer.others[0] == "别转了"


def test_a_yes_that_is_not_far_likelier_than_a_no_is_neither():
    near, far = ([("就这样", 90.6), ("不要", score)] for score in (87.7, 85.9))
    assert heard(near, listen=Listen("yes_no")).unknown
    assert heard(far, listen=Listen("yes_no")).text == "就这样"


def test_a_no_that_is_not_far_likelier_than_a_yes_is_neither():
    assert heard([("错了", 90.6), ("确认", 87.0)], listen=Listen("yes_no")).unknown


def test_the_model_tells_every_no_that_makes_a_yes_doubtful():
    told = (ROOT / "audio/models/zh/conf/model.conf").read_text()
    assert float(re.search("lattice-beam=(.+)", told)[1]) >= DOUBT


def test_a_phone_number_is_likelier_whole_than_with_a_digit_lost_or_a_wrong_beginning():
    lost, whole, foreign = (
        "幺三九零九五幺零零二",
        "幺三九零九五幺零零零二",
        "幺二九零九五幺零零零二",
    )
    said = [(foreign, 201.0), (lost, 200.5), (whole, 200.0)]
    assert heard(said, listen=Listen("digits", max_keys=11)).text == whole


def test_an_id_number_with_its_letter_is_as_likely_as_a_card_number():
    letter = "六四零幺零二幺九八五零三零七幺五二叉"
    asked = Listen("digits", max_keys=19, lengths=(11, 12, 16, 17, 18), phrases=("二叉",))
    said = [(letter[:-1] + "七二", 200.0), (letter, 201.0)]
    assert heard(said, listen=asked).text == letter


def test_a_part_said_again_is_not_the_one_that_was_read_back():
    mending = Listen("digits", max_keys=11, numbers=("13909570002",))
    said = [("中间四位是零九五七", 180.0), ("中间四位是零九五幺", 178.0)]
    assert heard(said, listen=mending).text == "中间四位是零九五幺"


def test_two_texts_that_fit_alike_make_unsure():
    unsure = heard([("七六七零", 120.0), ("七五七零", 119.9)])
    sure = heard([("七六七零", 120.0), ("七五七零", 100.0)])
    assert 0.4 < unsure.confidence < 0.6
    assert sure.confidence > 0.99


@pytest.mark.parametrize(
    "text, listen, is_one",
    [
        ("三万五", Listen("money"), True),
        ("不对是六百", Listen("yes_no"), True),
        ("百五百块", Listen("money"), False),
        ("八", Listen("money"), False),
        ("是二万", Listen("money"), False),
        ("不对是八", Listen("money"), False),
        ("一十", Listen("yes_no"), False),
        ("五百零八块不对", Listen("money"), False),
        ("幺三九五个零三个八", Listen("digits"), True),
        ("不对后四位是七七零九", Listen("digits"), True),
        ("第三位是八", Listen("digits"), True),
        ("第五零四五", Listen("digits"), False),
        ("给张三转", NAMES, True),
        ("我要转给张三", NAMES, True),
        ("不是陈", NAMES, False),
        ("下午三点", Listen("date"), True),
        ("点", Listen("date"), False),
    ],
)
def test_only_a_whole_answer_is_one(text, listen, is_one):
    assert is_answer(text, listen) is is_one


@pytest.mark.parametrize("kind", ["money", "digits", "date"])
def test_what_is_listened_for_is_an_answer(kind):
    assert all(is_answer(sentence, Listen(kind)) for sentence in sentences(kind))


def test_a_yes_in_two_forms_is_as_sure_as_in_one():
    said = heard([], [("是的", 90.0), ("是", 89.9)], listen=Listen("yes_no"))
    assert said.text == "是的"
    assert said.confidence == pytest.approx(1.0)
