"""The outbox as config.yaml sets it up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.bank.smpp_centre import Centre
from voicebot.bank import database, notices
from voicebot.config import ConfigError, SmppSettings, SmsSettings, load_settings
from voicebot.operations.outbox import open_outbox
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 10, 0)


@pytest.fixture
def settings(tmp_path):
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    database.migrate(settings.bank.database)
    with database.open_database(settings.bank.database).begin() as db:
        notices.queue_sms(db, phone="13909510001", text="已经交好。", key="a", at=NOW)
    return settings


def by_smpp(settings, port, password_file):
    smpp = SmppSettings(
        host="127.0.0.1", port=port, system_id="bank", password_file=password_file, source="1069"
    )
    return settings.copy(update={"sms": SmsSettings(signature="本行", smpp=smpp)})


def test_without_an_operator_sms_are_written_below_the_state_folder(settings, tmp_path):
    open_outbox(settings).empty_once()
    (file,) = (tmp_path / "sms").iterdir()
    assert "【宁城银行】已经交好。" in file.read_text(encoding="utf-8")


def test_an_operator_gets_them_with_the_banks_signature(settings, tmp_path):
    (tmp_path / "password").write_text("secret\n")
    with Centre() as centre:
        open_outbox(by_smpp(settings, centre.port, tmp_path / "password")).empty_once()
    (message,) = centre.taken
    assert message.content.decode("utf-16-be") == "【本行】已经交好。"


def test_a_password_that_is_not_there_is_told_before_any_call(settings, tmp_path):
    with pytest.raises(ConfigError, match=r"password: .*write the password of sms\.smpp"):
        open_outbox(by_smpp(settings, 9, tmp_path / "password"))
