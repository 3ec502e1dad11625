"""What is queued reaches the customer's phone: by file, or by SMPP over a real socket."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, ZHOU
from tests.bank.smpp_centre import UDH_INDICATOR, Centre
from voicebot.bank import notices
from voicebot.bank.connectors.answers import NoAnswer, Refused
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.connectors.sms import SmsCentre
from voicebot.bank.connectors.sms_file import FileSmsCentre
from voicebot.bank.connectors.sms_smpp import SmppSmsCentre
from voicebot.bank.outbox import Outbox
from voicebot.bank.tables import SmsMessage

Bank: TypeAlias = "sessionmaker[Session]"
TEXT = "您的电费，尾号3456，86.50元，已经交好。"
THROTTLED, INVALID_DESTINATION = 0x58, 0x0B
UCS2 = 8


@pytest.fixture
def centre() -> Iterator[Centre]:
    with Centre() as centre:
        yield centre


@pytest.fixture
def operator(centre: Centre) -> Iterator[SmppSmsCentre]:
    operator = SmppSmsCentre("127.0.0.1", centre.port, "bank", "secret", "106900")
    yield operator
    operator.close()


def queue(bank: Bank, *texts: str) -> None:
    with bank.begin() as db:
        for number, text in enumerate(texts):
            notices.queue_sms(db, phone=ZHOU, text=text, key=f"{number}-{text[:20]}", at=NOW)


def outbox(bank: Bank, centre: SmsCentre) -> Outbox:
    return Outbox(bank, Counterparties(bank), centre, "宁城银行", now=lambda: NOW)


def waiting(bank: Bank) -> int:
    with bank.begin() as db:
        return len(notices.queued_sms(db, 100))


def test_without_an_operator_a_file_a_day_holds_them(bank: Bank, tmp_path: Path) -> None:
    queue(bank, TEXT)
    outbox(bank, FileSmsCentre(tmp_path / "sms", now=lambda: NOW)).empty_once()
    (line,) = (tmp_path / "sms" / "2026-11-23.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "at": "2026-11-23T10:00:00",
        "phone": ZHOU,
        "text": f"【宁城银行】{TEXT}",
    }
    assert waiting(bank) == 0


def test_a_chinese_message_arrives_as_it_was_written(
    centre: Centre, operator: SmppSmsCentre
) -> None:
    operator.send(ZHOU, TEXT)
    (message,) = centre.taken
    assert (message.source, message.destination, message.data_coding) == ("106900", ZHOU, UCS2)
    assert message.content.decode("utf-16-be") == TEXT


def test_a_long_message_arrives_in_parts_that_belong_together(
    centre: Centre, operator: SmppSmsCentre
) -> None:
    text = "".join(f"第{n}笔，" for n in range(40))
    operator.send(ZHOU, text)
    assert len(centre.taken) == 3
    assert all(part.esm_class & UDH_INDICATOR for part in centre.taken)
    headers = [part.content[:6] for part in centre.taken]
    assert [header[4:] for header in headers] == [b"\x03\x01", b"\x03\x02", b"\x03\x03"]
    assert len({header[3] for header in headers}) == 1
    joined = b"".join(part.content[6:] for part in centre.taken)
    assert joined.decode("utf-16-be") == text


@pytest.mark.parametrize("trouble", ["throttled", "hung up", "away"])
def test_what_a_centre_could_not_take_is_sent_again(
    bank: Bank, centre: Centre, operator: SmppSmsCentre, trouble: str
) -> None:
    queue(bank, TEXT, "第二条")
    if trouble == "throttled":
        centre.statuses = [THROTTLED]
    elif trouble == "hung up":
        centre.hang_up = True
    else:
        outbox(bank, SmppSmsCentre("127.0.0.1", 9, "bank", "secret", "106900")).empty_once()
    sending = outbox(bank, operator)
    if trouble != "away":
        sending.empty_once()
    assert (waiting(bank), centre.taken) == (2, [])
    sending.empty_once()
    assert waiting(bank) == 0
    assert [m.content.decode("utf-16-be")[6:] for m in centre.taken] == [TEXT, "第二条"]


def test_a_number_that_is_none_holds_up_nobody_else(
    bank: Bank, centre: Centre, operator: SmppSmsCentre
) -> None:
    queue(bank, TEXT, "第二条")
    centre.statuses = [INVALID_DESTINATION]
    outbox(bank, operator).empty_once()
    assert (waiting(bank), len(centre.taken)) == (0, 1)
    with bank.begin() as db:
        refusals = list(db.execute(select(SmsMessage.refusal).order_by(SmsMessage.id)).scalars())
    assert refusals == [f"status {INVALID_DESTINATION}", ""]


def test_a_wrong_password_is_told_to_staff_and_loses_nothing(bank: Bank, centre: Centre) -> None:
    wrong = SmppSmsCentre("127.0.0.1", centre.port, "bank", "wrong", "106900")
    with pytest.raises(NoAnswer, match="SMS centre"):
        wrong.send(ZHOU, TEXT)
    assert centre.taken == []


def test_a_refusal_is_no_silence(centre: Centre, operator: SmppSmsCentre) -> None:
    centre.statuses = [INVALID_DESTINATION]
    with pytest.raises(Refused):
        operator.send(ZHOU, TEXT)
    operator.send(ZHOU, TEXT)
    assert len(centre.taken) == 1


def test_neither_text_nor_password_is_in_the_log(
    centre: Centre, operator: SmppSmsCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    operator.send(ZHOU, TEXT)
    assert ZHOU not in caplog.text
    assert b"secret".hex() not in caplog.text


def test_the_outbox_starts_with_what_was_left_and_ends_when_asked(
    bank: Bank, tmp_path: Path
) -> None:
    queue(bank, TEXT)
    with outbox(bank, FileSmsCentre(tmp_path / "sms", now=lambda: NOW)) as running:
        running._stopping.wait(0.01)
    assert waiting(bank) == 0
