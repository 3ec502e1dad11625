"""How customers want to be spoken to is kept from call to call, and nobody else decides it."""

from voicebot.bank import authentication, calls, preferences
from voicebot.bank.preferences import Preferences

from .conftest import CHEN, NOW, PIN, ZHOU, calling

SLOW = Preferences(rate=0.64, wording="terse", earcons=False, unlimited=True)


def test_a_choice_is_there_in_the_next_call_before_the_customer_says_a_word(db):
    preferences.keep(db, calling(db, with_pin=False), ZHOU, SLOW)
    assert preferences.of_caller(db, "another call", ZHOU) == SLOW


def test_a_later_choice_replaces_the_earlier_one(db):
    call = calling(db)
    preferences.keep(db, call, ZHOU, SLOW)
    preferences.keep(db, call, ZHOU, Preferences(rate=1.25))
    assert preferences.of_caller(db, call, ZHOU) == Preferences(rate=1.25)


def test_customers_do_not_share_a_choice(db):
    preferences.keep(db, calling(db), ZHOU, SLOW)
    assert preferences.of_caller(db, "another call", CHEN) is None


def test_a_stranger_has_no_profile_and_leaves_none(db):
    preferences.keep(db, "a call", "", SLOW)
    assert preferences.of_caller(db, "a call", "") is None


def test_from_another_phone_the_profile_is_there_only_after_the_pin(db):
    preferences.keep(db, calling(db, ZHOU), ZHOU, SLOW)
    call = calls.open_call(db, "from elsewhere", "13800000000", NOW)
    zhou = calls.open_call(db, f"call-{ZHOU}", ZHOU, NOW).customer_id
    calls.identify(db, call.id, zhou)
    assert preferences.of_caller(db, call.id, "13800000000") is None
    preferences.keep(db, call.id, "13800000000", Preferences(rate=2.0))
    assert preferences.of_caller(db, f"call-{ZHOU}", ZHOU) == SLOW
    assert authentication.verify_pin(db, call.id, PIN[ZHOU], NOW).outcome == "correct"
    assert preferences.of_caller(db, call.id, "13800000000") == SLOW
