"""Where the bot goes on after it was interrupted."""

from hypothesis import given
from hypothesis import strategies as st

from voicebot.conversation.turn import Prompt
from voicebot.conversation.utterance import Utterance

MENU = Prompt("utter_menu", "查余额，请按一。转账，请按二。")
ASK = Prompt("utter_ask", "您要办什么？")
SOUND = Prompt("earcon_listening", "")


def interrupted(said: int) -> tuple[Prompt, ...]:
    utterance = Utterance([MENU, ASK, SOUND], said_before=10)
    for at in (0, 8):
        utterance.handed(0, at)
    utterance.handed_all(0)
    utterance.handed(1, 0)
    utterance.handed_all(1)
    utterance.handed(2, 0)
    utterance.handed_all(2)
    return utterance.rest(10 + said)


def test_the_rest_begins_with_the_phrase_in_which_the_bot_stopped() -> None:
    assert interrupted(0) == (MENU, ASK, SOUND)
    assert interrupted(1) == (Prompt("utter_menu", "转账，请按二。"), ASK, SOUND)
    assert interrupted(2) == (ASK, SOUND)


def test_nothing_is_left_when_every_word_was_said() -> None:
    assert interrupted(3) == ()
    assert interrupted(4) == ()


def test_what_the_speaker_has_not_been_given_yet_is_left_too() -> None:
    utterance = Utterance([MENU, ASK], said_before=3)
    assert utterance.rest(3) == (MENU, ASK)
    utterance.handed(0, 0)
    utterance.handed_all(0)
    assert utterance.rest(4) == (ASK,)


@given(st.integers(0, 4), st.integers(0, 4))
def test_more_said_is_never_more_left(first: int, more: int) -> None:
    def left(said: int) -> int:
        return sum(len(prompt.text) for prompt in interrupted(said))

    assert left(min(first + more, 4)) <= left(first)
