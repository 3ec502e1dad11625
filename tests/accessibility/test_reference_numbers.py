"""A23: a number to write down comes slowly, in groups, again whenever wanted, and by SMS."""

import re

import numpy as np
import pytest
from sqlalchemy import select

from tests.accessibility.caller import BEGAN, SETTINGS
from voicebot.bank import limit_requests
from voicebot.bank.tables import Instruction, LimitRequest, LossReport, SmsMessage
from voicebot.dialogue.language.digits import parse_digits
from voicebot.speech.prompts import PromptLibrary
from voicebot.speech.recognizer import RATE_HZ
from voicebot.speech.voice import SyntheticVoice

DIGIT = "[零幺二三四五六七八九]"
# Groups of at most four digits; a lone digit is not written down in time.
GROUPED = re.compile(f"(?<!{DIGIT}){DIGIT}{{2,4}}(?:；{DIGIT}{{2,4}})+(?!{DIGIT})")
GROUP_AND_MORE = re.compile(f"{DIGIT}{{2,4}}；")
WRITE_S = 0.7


@pytest.fixture(scope="session")
def told(walk, call_at):
    """Flow → the number that the bank gave, what was heard, what on demand, and the SMS."""
    found = {}
    for place in walk.places:
        flow = place.memory["task"] and place.memory["task"]["flow"]
        if place.memory["question"] != "confirm" or flow in found:
            continue
        with call_at(place) as caller:
            before = _numbers(caller)
            caller.says("是的")
            for number in _numbers(caller) - before:
                prompts = caller.ear.spoken
                caller.says("再说一遍")
                _decided(caller)
                found[flow] = (number, prompts, caller.heard, _messages(caller))
    return found


def _numbers(caller):
    """What the customer would name at a branch or to a merchant."""
    orders = select(Instruction.number).where(Instruction.kind == "order")
    with caller.bank.begin() as db:
        given = (select(LossReport.number), select(LimitRequest.number), orders)
        return {number for query in given for number in db.execute(query).scalars() if number}


def _decided(caller):
    """Staff decide about a limit; that is when its SMS comes."""
    with caller.bank.begin() as db:
        for wish, _, _ in limit_requests.waiting(db):
            limit_requests.decide(db, wish.number, "approved", "李主管", BEGAN)


def _messages(caller):
    with caller.bank.begin() as db:
        return "".join(db.execute(select(SmsMessage.text)).scalars())


def _read(text):
    return {parse_digits(groups) for groups in GROUPED.findall(text)}


def test_a23_loss_reports_orders_and_requests_give_a_number(told):
    assert set(told) == {"report_loss", "order", "request_limit"}


def test_a23_a_number_is_told_in_groups_and_again_on_demand(told):
    for flow, (number, prompts, again, _) in told.items():
        heard = "".join(prompt.text for prompt in prompts)
        assert number in _read(heard), f"{number} of {flow}: {heard}"
        assert number in _read(again), f"{number} of {flow}: {again}"


def test_a23_a_number_comes_by_sms_as_well(told):
    for flow, (number, _, _, sent) in told.items():
        assert number in sent, f"{number} of {flow}: {sent}"


def test_a23_between_the_groups_there_is_time_to_write_also_for_who_listens_fast(told, tmp_path):
    library = PromptLibrary(SETTINGS.speech.prompts, SyntheticVoice(tmp_path))
    for flow, (_, prompts, _, _) in told.items():
        pauses = [
            _silence_s(phrase.sound(rate=2.0))
            for prompt in prompts
            for phrase in library.phrases(prompt)
            if GROUP_AND_MORE.match(prompt.text, phrase.at)
        ]
        assert pauses, flow
        assert min(pauses) >= WRITE_S, flow


def _silence_s(sound):
    """Behind the last of the voice."""
    return (len(sound) - 1 - np.flatnonzero(np.abs(sound) > 200)[-1]) / RATE_HZ
