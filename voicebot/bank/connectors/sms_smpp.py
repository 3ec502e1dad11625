"""An SMS centre reached by SMPP 3.4, the protocol of mobile operators."""

from __future__ import annotations

import logging

from smpplib import consts, gsm
from smpplib.client import Client
from smpplib.exceptions import ConnectionError as SmppConnectionError
from smpplib.exceptions import PDUError

from voicebot.bank.connectors.answers import NoAnswer, Refused

# The library logs what it sends, and what it sends is the customer's business.
logging.getLogger("smpplib").setLevel(logging.WARNING)

ANSWER_WITHIN_S = 10.0
# Statuses of SMPP 3.4 (5.1.3) that pass by themselves; with any other the message is not wanted.
PASSING = {
    consts.SMPP_ESME_RSYSERR,
    consts.SMPP_ESME_RMSGQFUL,
    consts.SMPP_ESME_RTHROTTLED,
}


class SmppSmsCentre:
    """Implements `SmsCentre`. Keeps its connection; one that broke is opened again.

    Chinese is sent as UCS-2; what is longer than 70 characters goes in parts joined by UDH.
    """

    def __init__(self, host: str, port: int, system_id: str, password: str, source: str) -> None:
        self._host, self._port = host, port
        self._system_id, self._password = system_id, password
        self._source = source
        self._client: Client | None = None

    def send(self, phone: str, text: str) -> None:
        """Returns when the centre has acknowledged every part; raises NoAnswer or Refused."""
        try:
            client = self._bound()
            parts, encoding, esm_class = gsm.make_parts(text, consts.SMPP_ENCODING_ISO10646)
            for part in parts:
                _submit(client, self._source, phone, part, encoding, esm_class)
        except (SmppConnectionError, PDUError, OSError) as error:
            self.close()
            raise NoAnswer(f"SMS centre {self._host}:{self._port}: {error!r}") from error

    def close(self) -> None:
        """Says goodbye to the centre if it still listens."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.unbind()
        except (SmppConnectionError, PDUError, OSError):
            logging.getLogger(__name__).debug("the SMS centre had gone already")
        client.disconnect()

    def _bound(self) -> Client:
        if self._client is None:
            client = Client(
                self._host,
                self._port,
                timeout=ANSWER_WITHIN_S,
                allow_unknown_opt_params=True,
                logger_name="smpplib",
            )
            self._client = client
            client.connect()
            client.bind_transmitter(system_id=self._system_id, password=self._password)
        return self._client


def _submit(
    client: Client, source: str, phone: str, part: bytes, encoding: int, esm_class: int
) -> None:
    """One part; returns with its acknowledgement."""
    sent = client.send_message(
        source_addr_ton=consts.SMPP_TON_UNK,
        source_addr=source,
        dest_addr_ton=consts.SMPP_TON_UNK,
        dest_addr_npi=consts.SMPP_NPI_ISDN,
        destination_addr=phone,
        short_message=part,
        data_coding=encoding,
        esm_class=esm_class,
    )
    while True:
        answer = client.read_pdu()
        if answer.command == "enquire_link":
            client._enquire_link_received(answer)
        elif answer.sequence == sent.sequence:
            break
    if answer.is_error() and answer.status not in PASSING:
        raise Refused(f"status {answer.status}")
    if answer.is_error():
        raise PDUError(f"status {answer.status}", answer.status)
