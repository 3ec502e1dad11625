"""`bench pauses`: who is cut off, who is heard whole after all, and who is not heard at all."""

import numpy as np

from voicebot.operations.pauses import (
    MONEY,
    PHONE,
    Hesitation,
    Outcome,
    figures,
    put_together,
)
from voicebot.speech.events import Utterance
from voicebot.speech.hypotheses import Heard


def utterances(*said):
    """Each of one second: what was heard, and when it began."""
    return [Utterance(Heard(text, 1.0), at, at + 1, at + 2) for at, text in said]


def asked(text, listen=MONEY, pauses=1):
    return Hesitation(text, listen, np.zeros(1, dtype=np.int16), 3.0, pauses, two_breaths=False)


def test_the_rest_of_an_amount_counts_as_the_dialogue_takes_it():
    assert put_together(MONEY, utterances((0, "三万"), (3, "五"))) == "三万五"
    assert put_together(MONEY, utterances((0, "三万"), (9, "五百"))) == "五百"
    assert put_together(MONEY, utterances((0, "三万"), (0, "三万五"))) == "三万五"
    assert put_together(MONEY, utterances((0, "五百"), (3, "快"))) == "五百"


def test_the_rest_of_a_phone_number_is_put_behind_its_beginning():
    heard = utterances((0, "幺三九零九五幺零零"), (8, "零幺"))
    assert put_together(PHONE, heard) == "13909510001"


def test_who_was_never_heard_is_missed_and_not_taken_for_heard_in_time():
    told = figures(
        [
            Outcome(asked("三千"), None, ""),
            Outcome(asked("三万五"), -900, "三万五"),
            Outcome(asked("一千二"), -900, "一千"),
            Outcome(asked("六百"), 700, "六百"),
        ]
    )
    assert told["never_heard"] == "三千"
    assert told["cut_off"] == 2
    assert told["cut_off_and_heard_whole_after_all"] == 1
    assert told["not_whole"] == "一千二 一千"
    assert told["wait_ms"] == {"p50": 700, "p95": 700}
