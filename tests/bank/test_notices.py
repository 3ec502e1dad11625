"""SMS are queued with what they tell, once."""

from sqlalchemy import select

from tests.bank.conftest import NOW, ZHOU
from voicebot.bank.notices import queue_sms
from voicebot.bank.tables import SmsMessage


def test_the_same_notice_is_queued_once(db):
    for _ in range(2):
        queue_sms(db, phone=ZHOU, text="您的账户支出五百元", key="voucher-1", at=NOW)
    (message,) = db.execute(select(SmsMessage)).scalars()
    assert (message.phone, message.sent_at) == (ZHOU, None)


def test_a_customer_without_a_number_gets_none(db):
    queue_sms(db, phone="", text="您的账户支出五百元", key="voucher-1", at=NOW)
    assert db.execute(select(SmsMessage)).first() is None
