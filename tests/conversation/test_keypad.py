import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.conversation.keypad import (
    Command,
    CommandName,
    Keypad,
    Number,
    Option,
    Stray,
    Unfinished,
)
from voicebot.conversation.turn import Listen, Turn

MENU = Turn(prompts=(), listen=Listen("choice"), keys={"1": "/ask_balance", "2": "/transfer"})
AMOUNT = Turn(prompts=(), listen=Listen("money", max_keys=7))
PIN = Turn(prompts=(), listen=Listen("secret", max_keys=6))
OWN_OR_OTHER_PHONE = Turn(prompts=(), listen=Listen("digits", 11), keys={"1": "/own_phone"})


def keypad(turn: Turn) -> Keypad:
    pad = Keypad(pause_s=4.0)
    pad.open(turn)
    return pad


def press_all(pad: Keypad, keys: str, at: float = 0.0) -> list[object]:
    actions = [pad.press(key, at + 0.2 * i) for i, key in enumerate(keys)]
    return [action for action in actions if action]


def test_a_menu_key_sends_what_the_phrase_would_send() -> None:
    assert press_all(keypad(MENU), "2") == [Option("2", "/transfer")]


def test_nine_repeats_zero_reaches_a_person_and_two_stars_go_back() -> None:
    assert press_all(keypad(MENU), "90**") == [
        Command("repeat"),
        Command("human"),
        Command("go_back"),
    ]


def test_a_key_without_a_meaning_is_told_apart() -> None:
    assert press_all(keypad(MENU), "4") == [Stray("4")]


def test_a_number_ends_with_the_hash_key() -> None:
    assert press_all(keypad(AMOUNT), "500#") == [Number("500")]


def test_a_number_ends_with_its_last_expected_key_and_a_habitual_hash_is_harmless() -> None:
    pad = keypad(PIN)
    assert press_all(pad, "135790") == [Number("135790")]
    pad.open(MENU)
    assert press_all(pad, "#") == []


def test_a_pause_inside_a_number_is_reminded_of_and_loses_no_digit() -> None:
    pad = keypad(AMOUNT)
    press_all(pad, "50")
    assert pad.tick(4.1) is None
    assert pad.deadline == 4.2
    assert pad.tick(4.2) == Unfinished()
    assert pad.press("0", 15.0) is None
    assert pad.press("#", 15.2) == Number("500")


def test_a_number_without_its_end_is_over_after_twenty_seconds() -> None:
    pad = keypad(AMOUNT)
    press_all(pad, "50")
    pad.tick(4.2)
    assert pad.tick(20.1) is None
    assert pad.tick(20.2) == Number("50")


def test_zero_and_nine_are_digits_inside_a_number() -> None:
    assert press_all(keypad(AMOUNT), "900#") == [Number("900")]


def test_star_leads_to_a_person_repeat_and_back_inside_a_number() -> None:
    assert press_all(keypad(AMOUNT), "5*0") == [Command("human")]
    assert press_all(keypad(AMOUNT), "5*9") == [Command("repeat")]
    assert press_all(keypad(AMOUNT), "5**") == [Command("go_back")]


@pytest.mark.parametrize("turn, keys", [(AMOUNT, "5*"), (MENU, "*")])
def test_a_star_and_a_pause_goes_back(turn: Turn, keys: str) -> None:
    pad = keypad(turn)
    assert press_all(pad, keys) == []
    assert pad.tick(pad.deadline or 0.0) == Command("go_back")
    assert pad.deadline is None


@pytest.mark.parametrize("turn", [MENU, AMOUNT, PIN])
@pytest.mark.parametrize(
    "key, command",
    [
        *(("1", "help"), ("2", "terser"), ("3", "more_detailed"), ("4", "cancel")),
        *(("#", "earcons"), ("5", "wait_or_continue"), ("6", "time_limit"), ("7", "slower")),
        *(("8", "faster"), ("9", "repeat"), ("0", "human"), ("*", "go_back")),
    ],
)
def test_behind_a_star_every_key_is_the_same_command_in_menus_and_inside_numbers(
    turn: Turn, key: str, command: CommandName
) -> None:
    pad = keypad(turn)
    assert press_all(pad, f"*{key}") == [Command(command)]
    assert pad.deadline is None


def test_keys_pressed_ahead_behind_going_back_are_options_again() -> None:
    assert press_all(keypad(MENU), "**2") == [Command("go_back"), Option("2", "/transfer")]


def test_a_lone_zero_is_a_person_because_no_number_is_only_zero() -> None:
    assert press_all(keypad(AMOUNT), "0#") == [Command("human")]


def test_one_key_can_be_an_option_beside_a_number() -> None:
    assert press_all(keypad(OWN_OR_OTHER_PHONE), "1#") == [Option("1", "/own_phone")]
    assert press_all(keypad(OWN_OR_OTHER_PHONE), "13909510002") == [Number("13909510002")]


def test_who_presses_only_the_key_of_an_option_beside_a_number_is_not_left_in_silence() -> None:
    pad = keypad(OWN_OR_OTHER_PHONE)
    press_all(pad, "1")
    assert pad.tick(4.0) == Option("1", "/own_phone")
    press_all(pad, "13", at=10.0)
    assert pad.tick(14.2) == Unfinished()


def test_a_new_question_drops_half_a_number() -> None:
    pad = keypad(AMOUNT)
    press_all(pad, "12")
    pad.open(AMOUNT)
    assert press_all(pad, "3#") == [Number("3")]


def test_a_pin_is_not_shown_by_repr() -> None:
    assert "135790" not in repr(Number("135790"))


@given(st.text("0123456789*#", max_size=40), st.sampled_from([MENU, AMOUNT, PIN]))
def test_any_keys_in_any_order_give_actions_and_never_an_error(keys: str, turn: Turn) -> None:
    for action in press_all(keypad(turn), keys):
        assert isinstance(action, Command | Option | Number | Stray)
        if isinstance(action, Number):
            assert action.digits.isdigit() and len(action.digits) <= (turn.listen.max_keys or 0)
