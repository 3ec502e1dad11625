"""What the bank still has to tell others, told while callers do other things: instructions, SMS.

Everything in the queues was written in the transaction of what it tells, so nothing is lost when
the process is killed: the next round, or the next start, finds it there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import delivery, notices
from voicebot.bank.connectors.answers import NoAnswer, Refused
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.connectors.sms import SmsCentre

log = logging.getLogger(__name__)

ROUND_S = 3.0
# So many SMS a round, that a long queue does not hold up the instructions.
SMS_A_ROUND = 100


class Outbox:
    """Entering it starts a thread that empties the queues; leaving it ends the thread."""

    def __init__(
        self,
        database: sessionmaker[Session],
        counterparties: Counterparties,
        centre: SmsCentre,
        signature: str,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._database = database
        self._counterparties = counterparties
        self._centre = centre
        self._signature = signature
        self._now = now
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def __enter__(self) -> Outbox:
        # The first round begins at once: what a killed process left is settled.
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join()

    def empty_once(self) -> None:
        """One round: every pending instruction is asked after, then SMS go out."""
        delivery.sweep(self._database, self._counterparties, self._now())
        self._send_sms()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.empty_once()
            except Exception:
                # Whatever is wrong now, what is queued must go out when it is mended.
                log.exception("a round of the outbox failed; the next one tries again")
            self._stopping.wait(ROUND_S)

    def _send_sms(self) -> None:
        """Each is sent at least once: a death before it is marked sends it again."""
        with self._database.begin() as db:
            queued = notices.queued_sms(db, SMS_A_ROUND)
        for message in queued:
            refusal = ""
            try:
                self._centre.send(message.phone, f"【{self._signature}】{message.text}")
            except Refused as error:
                refusal = error.reason
                log.error("SMS %d is refused by the centre: %s", message.id, refusal)
            except NoAnswer as silence:
                log.warning("SMS wait for the centre: %s", silence)
                return
            with self._database.begin() as db:
                notices.mark_sent(db, message.id, self._now(), refusal)
