"""`voicebot serve`: the dialogue server and the workers, started together and stopped in order.

The order matters to callers: the dialogue answers before the first call is taken, and it is the
last to go, when every worker has let its callers finish.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import clock, database, outcomes
from voicebot.bank.business_day import keep_bank_time
from voicebot.bank.errors import BankError
from voicebot.child_process import die_with_parent
from voicebot.config import ConfigError, Settings
from voicebot.conversation.worker import READY
from voicebot.dialogue.errors import DialogueError
from voicebot.dialogue.server import DialogueServer
from voicebot.dialogue.training import model_path, train_if_changed
from voicebot.operations import sealed_recordings
from voicebot.operations.outbox import open_outbox
from voicebot.quality import history, releases
from voicebot.speech.errors import SpeechError

log = logging.getLogger(__name__)

# A worker that dies is started again, but not in a circle that only fills the log.
RESTART_PAUSE_S = 2.0
CLOCK_TICKS_EVERY = timedelta(minutes=1)


class ServiceError(Exception):
    """The service cannot run; the message says what to do."""


class Service:
    """All processes of the hotline on this machine. Use `run`, and `stop` from a signal handler."""

    def __init__(self, settings: Settings, config: Path, progress: Callable[[str], None]) -> None:
        self._settings = settings
        self._config = config
        self._progress = progress
        self._stopping = threading.Event()
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self._next_tick = datetime.min

    def run(self) -> None:
        """Serves until `stop`; raises ServiceError if a part cannot be started."""
        keep_bank_time(self._settings.bank.time_zone)
        self._progress(f"bank: {database.shown(self._settings.bank.database)}")
        database.migrate(self._settings.bank.database)
        self._bank = database.open_database(self._settings.bank.database, self._settings.rules)
        self._reading = sessionmaker(
            database.create_reading_engine(self._settings.bank.database), future=True
        )
        self._finish_broken_calls()
        self._keep_broken_calls()
        self._tick()
        outbox = open_outbox(self._settings)
        spoken = self._spoken()
        with outbox, DialogueServer(spoken, self._progress) as dialogue:
            try:
                for number in range(self._settings.sip.workers):
                    if not self._start_worker(number):
                        raise ServiceError(f"worker {number} did not start; its message is above")
                self._progress(f"ready: {self._addresses()}")
                self._watch(dialogue)
            finally:
                self._stop_workers()
        self._progress("stopped")

    def stop(self, *_: object) -> None:
        """No new calls; `run` returns when the callers have finished."""
        self._stopping.set()

    def _addresses(self) -> str:
        sip = self._settings.sip
        last = sip.port + sip.workers - 1
        ports = str(sip.port) if sip.workers == 1 else f"{sip.port}–{last}"
        return f"sip:{sip.address}:{ports} (UDP and TCP)"

    def _start_worker(self, number: int) -> bool:
        """Whether worker `number` takes calls; if not, it has said why on stderr."""
        port = self._settings.sip.port + number
        read_end, write_end = os.pipe()
        command = [sys.executable, "-m", "voicebot.cli", "worker", "--port", str(port)]
        command += ["--config", str(self._config), "--ready-fd", str(write_end)]
        worker = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            pass_fds=[write_end],
            preexec_fn=die_with_parent,
        )
        os.close(write_end)
        self._workers[number] = worker
        with open(read_end, "rb") as ready:
            return ready.read() == READY

    def _watch(self, dialogue: DialogueServer) -> None:
        """Until `stop`: whatever dies is started again; a worker takes its calls with it."""
        while not self._stopping.wait(RESTART_PAUSE_S):
            dialogue.revive()
            self._tick()
            self._follow_releases(dialogue)
            for number, worker in list(self._workers.items()):
                if worker.poll() is not None:
                    log.error(
                        "worker %d ended with %s, starting it again", number, worker.returncode
                    )
                    self._finish_broken_calls()
                    self._start_worker(number)
        self._progress("draining: callers finish, no new calls")

    def _spoken(self) -> Settings:
        """The installation as of the release in use; before the first, what stands in the files."""
        settings = self._settings
        with self._reading() as db:
            newest = releases.newest(db)
        if newest is None:
            model = train_if_changed(settings, self._progress)
            releases.keep_spoken(settings, model)
            self._release, self._followed = releases.name_of(model), 0
        else:
            self._release, self._followed = newest.model, newest.id
        if self._release != releases.name_of(model_path(settings)):
            self._progress(f"callers get the release {self._release}, not what stands in the files")
        return releases.settings_of(settings, self._release)

    def _follow_releases(self, dialogue: DialogueServer) -> None:
        """What staff released since is what new calls get; calls on the line go on as they began.

        A release that cannot be loaded is told once, and the one in use stays.
        """
        try:
            with self._reading() as db:
                newest = releases.newest(db)
            if newest is None or newest.id == self._followed:
                return
            self._followed = newest.id
            if newest.model != self._release:
                dialogue.switch(releases.settings_of(self._settings, newest.model))
                self._release = newest.model
        except (BankError, ConfigError, DialogueError, SpeechError, SQLAlchemyError):
            log.exception("the release is not in use; release another one")
            return
        for worker in self._workers.values():
            worker.send_signal(signal.SIGHUP)
        self._progress(f"the release {newest.model} is there; new calls get it in a moment")

    def _finish_broken_calls(self) -> None:
        """Callers whose process died are sent what they were not told; recordings are sealed."""
        now, folder = datetime.now(), self._settings.recordings

        def finish(db: Session) -> None:
            outcomes.send_untold(db, now)
            sealed_recordings.seal_unfinished(db, folder, now)

        try:
            database.transaction(self._bank, finish)
        except SQLAlchemyError:
            log.exception("the calls of a dead worker are not finished; the next start does it")

    def _keep_broken_calls(self) -> None:
        """Turns of callers whose process died; only now is it sure that no call goes on."""
        recordings = self._settings.recordings
        database.transaction(self._bank, lambda db: history.keep_unfinished(db, recordings))

    def _tick(self) -> None:
        """What is due at the bank is done, once a minute."""
        now = datetime.now()
        if now < self._next_tick:
            return
        self._next_tick = now + CLOCK_TICKS_EVERY
        try:
            database.transaction(self._bank, lambda db: clock.tick(db, now))
        except SQLAlchemyError:
            log.exception("what is due at the bank waits for the next minute")

    def _stop_workers(self) -> None:
        for worker in self._workers.values():
            worker.send_signal(signal.SIGTERM)
        for worker in self._workers.values():
            worker.wait()
