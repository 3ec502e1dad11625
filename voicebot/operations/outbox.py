"""The outbox with the counterparties and the SMS centre that config.yaml names."""

from __future__ import annotations

from voicebot.bank import database
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.connectors.sms import SmsCentre
from voicebot.bank.connectors.sms_file import FileSmsCentre
from voicebot.bank.connectors.sms_smpp import SmppSmsCentre
from voicebot.bank.outbox import Outbox
from voicebot.config import ConfigError, Settings


def open_outbox(settings: Settings) -> Outbox:
    """Ready to start; ConfigError if the password of the SMS centre cannot be read."""
    bank = database.open_database(settings.bank.database, settings.rules)
    return Outbox(
        bank,
        Counterparties(bank, settings.billers, settings.merchants),
        _sms_centre(settings),
        signature=settings.sms.signature or settings.bank.name,
    )


def _sms_centre(settings: Settings) -> SmsCentre:
    smpp = settings.sms.smpp
    if smpp is None:
        return FileSmsCentre(settings.state_dir / "sms")
    try:
        password = smpp.password_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(
            smpp.password_file, None, f"{error.strerror}; write the password of sms.smpp into it"
        ) from error
    return SmppSmsCentre(smpp.host, smpp.port, smpp.system_id, password, smpp.source)
