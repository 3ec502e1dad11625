"""What is the room and who stands out of it: levels in, a judgement out."""

import numpy as np

from voicebot.speech.room import Room

FRAMES_A_SECOND = 50
CALLER = 3000.0


def heard(room, seconds, loud, quiet=None, share=1.0):
    """Syllables of a quarter of a second: loud ones, and a `share` of them only."""
    chance = np.random.default_rng(1)
    for number in range(int(seconds * FRAMES_A_SECOND)):
        second = number / FRAMES_A_SECOND
        speaks = second % 5 < 5 * share
        room.process(loud * chance.uniform(0.5, 1.0) if speaks else quiet)
    return room


def test_a_television_is_the_room_and_a_caller_stands_out_of_it():
    room = heard(Room(), 6, loud=CALLER / 3)
    assert room.holds(still=False)
    heard(room, 0.1, loud=CALLER)
    assert not room.holds(still=False)
    assert room.is_exceeded_by(room.now_db)


def test_a_caller_who_stops_now_and_then_is_never_taken_for_the_room():
    room = heard(Room(), 30, loud=CALLER, quiet=10.0, share=0.7)
    heard(room, 0.1, loud=CALLER / 10)
    assert not room.holds(still=False)


def test_on_a_quiet_line_the_softest_caller_stands_out():
    room = heard(Room(), 6, loud=8.0)
    heard(room, 0.1, loud=60.0)
    assert not room.holds(still=False)
    assert room.is_exceeded_by(room.now_db)


def test_when_the_television_is_switched_off_a_soft_caller_is_heard_again():
    room = heard(Room(), 12, loud=CALLER / 3)
    heard(room, 10, loud=8.0)
    heard(room, 0.1, loud=CALLER / 10)
    assert not room.holds(still=False)


def test_who_speaks_already_is_heard_in_soft_syllables_too():
    room = heard(Room(), 6, loud=CALLER / 3)
    for _ in range(5):
        room.process(0.95 * room.loudest_rms)
    assert room.holds(still=False)
    assert not room.holds(still=True)
