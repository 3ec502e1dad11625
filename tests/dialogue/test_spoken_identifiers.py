"""Whoever rings from a line that the bank does not know says a card number, in parts if they like."""

import pytest

from tests.dialogue.conftest import ACCOUNTS, CHEN, ZHOU

CARD = ACCOUNTS[ZHOU]
FOURS = [CARD[at : at + 4] for at in range(0, len(CARD), 4)]
CREDIT_CARD, PASSBOOK = "6225880010005512", "640100003309"
NOBODYS = "6228480010000099999"
GOES_ON, IS_IT_ALL = ["utter_identifier_goes_on"], ["utter_identifier_is_it_all"]
AGAIN, BY_KEYS = ["utter_identifier_again"], ["utter_identifier_not_heard"]


@pytest.fixture
def stranger(calls):
    """Asked for a number that names them, because the balance is told after the PIN only."""
    stranger = calls("")
    stranger.rings()
    assert stranger.says("查余额", "ask_balance") == ["utter_ask_identifier"]
    return stranger


@pytest.fixture
def loser(calls):
    """Has lost a card; the end of a document decides, and nobody finds out who banks here."""
    loser = calls("")
    loser.rings()
    assert loser.says("挂失", "report_loss") == ["utter_ask_loss_identifier"]
    return loser


def test_a_card_number_is_said_four_digits_at_a_time(stranger):
    told = [stranger.says(part) for part in FOURS]
    assert told == [GOES_ON, GOES_ON, IS_IT_ALL, IS_IT_ALL, ["utter_ask_pin"]]
    stranger.number = ZHOU
    assert stranger.keys_pin()[0] == "utter_balance"


def test_after_each_part_the_caller_hears_how_many_digits_there_are(stranger):
    stranger.says("六二二八")
    assert stranger.spoken == "听到了四位，请接着说。"
    stranger.says("四八零零")
    assert "八位" in stranger.spoken


def test_no_digit_of_a_card_is_read_back_on_a_speakerphone(stranger):
    for part in FOURS[:-1]:
        stranger.says(part)
        assert part not in stranger.spoken
        assert not any(digit in stranger.spoken for digit in ("六二", "二八", "四八"))


@pytest.mark.parametrize("number", [CARD, CREDIT_CARD, PASSBOOK, ZHOU])
def test_a_whole_number_is_enough(stranger, number):
    assert stranger.says(number) == ["utter_ask_pin"]


def test_the_last_part_may_be_one_digit(stranger):
    stranger.says(CARD[:-1])
    assert stranger.says(CARD[-1]) == ["utter_ask_pin"]


def test_who_was_misheard_says_it_once_more_and_is_then_asked_for_keys(stranger):
    assert stranger.says(NOBODYS) == AGAIN
    assert stranger.says(NOBODYS) == BY_KEYS


def test_who_was_misheard_says_it_in_parts(stranger):
    assert stranger.says(NOBODYS) == AGAIN
    assert [stranger.says(part) for part in FOURS][-1] == ["utter_ask_pin"]


def test_who_has_lost_count_says_it_from_the_beginning(stranger):
    stranger.says("六二二八四八")
    assert stranger.says(CARD) == ["utter_ask_pin"]


def test_the_ear_knows_what_was_said_already(stranger):
    stranger.says("六二二八")
    assert stranger.listening["numbers"] == ["6228"]
    stranger.says(CARD)
    assert stranger.listening["numbers"] == []


def test_a_phone_number_that_lacks_a_digit_is_said_again(stranger):
    assert stranger.says(ZHOU[:-1]) == GOES_ON
    assert stranger.says(ZHOU) == ["utter_ask_pin"]


def test_a_part_that_was_said_wrong_is_said_again(stranger):
    stranger.says("六二二八")
    stranger.says("四八八零")
    assert stranger.says("不对四八零零") == GOES_ON
    assert [stranger.says(part) for part in FOURS[2:]][-1] == ["utter_ask_pin"]


def test_the_rest_can_be_asked_for_again_and_nothing_is_lost(stranger):
    stranger.says("六二二八")
    assert stranger.says("帮助", "help") == ["utter_help", *GOES_ON]
    assert [stranger.says(part) for part in FOURS[1:]][-1] == ["utter_ask_pin"]


def test_one_step_back_forgets_the_parts(stranger):
    stranger.says("六二二八")
    assert stranger.says("返回", "go_back") == ["utter_ask_identifier"]
    assert [stranger.says(part) for part in FOURS][-1] == ["utter_ask_pin"]


def test_the_whole_number_can_be_keyed_instead_of_the_rest(stranger):
    stranger.says("六二二八")
    assert stranger.presses(f"{CARD}#") == ["utter_ask_pin"]


@pytest.mark.parametrize("words", ["转两千", "等我一下", "三号"])
def test_a_sentence_with_a_number_in_it_is_no_part_of_a_card(stranger, words):
    stranger.says(words)
    assert stranger.state.identifier == ""


def test_who_lost_a_card_says_another_number_in_parts(loser):
    assert [loser.says(part) for part in FOURS][-1] == ["utter_ask_document"]


@pytest.mark.parametrize("number", [CREDIT_CARD, CREDIT_CARD[:-1] + "3"])
def test_parts_do_not_tell_who_banks_here(loser, number):
    told = [loser.says(number[at : at + 4]) for at in range(0, 16, 4)]
    assert told == [GOES_ON, GOES_ON, IS_IT_ALL, IS_IT_ALL]
    assert loser.says(number) == ["utter_ask_document"]


@pytest.mark.parametrize("letter", ["叉", "艾克斯", "X"])
def test_the_letter_of_an_id_number_may_be_said(loser, letter):
    assert loser.says("六四零幺零二幺九八五零三零七幺五二" + letter) == ["utter_ask_phone_tail"]
    assert loser.says(CHEN[-4:])[0] == "utter_ask_lost_item"


@pytest.mark.parametrize("letter", ["叉", "艾克斯", "X"])
def test_a_letter_behind_the_last_four_digits_is_not_one_of_them(calls, letter):
    chen = calls(CHEN)
    chen.rings()
    assert chen.says("挂失", "report_loss") == ["utter_ask_document"]
    assert "二叉" in chen.listening["phrases"]
    assert chen.says("七幺五二" + letter)[0] == "utter_ask_lost_item"


def test_an_id_number_in_parts_may_end_in_its_letter(loser):
    for part in ("六四零幺零二", "幺九八五零三零七"):
        loser.says(part)
    assert loser.says("幺五二叉") == IS_IT_ALL
