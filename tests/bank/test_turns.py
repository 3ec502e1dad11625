"""Turns, reviews and the week on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW
from tests.quality.call import BEGAN, WrittenCall
from voicebot.quality import reviews
from voicebot.quality.turns import turns_of
from voicebot.quality.week import week_of


def test_turns_that_went_badly_wait_until_somebody_has_listened(bank: sessionmaker[Session]):
    said = WrittenCall().says("查余额").bot("utter_balance", finished=["ask_balance"])
    said.says("哇啦", 0.3, ("花啦",)).bot("utter_not_understood_1", intent="nlu_fallback")
    with bank.begin() as db:
        db.add_all(turns_of("call", said.events))
        db.flush()
        (turn,) = reviews.queue(db, "low_confidence")
        assert (turn.heard, turn.others, reviews.waiting(db)) == ("哇啦", ["花啦"], 1)
        before, after = reviews.around(db, turn)
        assert ([one.heard for one in before], list(after)) == (["查余额"], [])
        reviews.dismiss(db, turn.id, "王老师", NOW, "噪声")
        assert (list(reviews.queue(db)), reviews.waiting(db)) == ([], 0)
        reviews.correct(db, turn.id, "王老师", NOW, said="花了", intent="more", values="")
        assert [one.said for one in reviews.corrections(db)] == ["花了"]
        day = datetime.fromtimestamp(BEGAN).date()
        assert week_of(db, day - timedelta(days=day.weekday()), {}).turns == 2
