"""An installation beside the real one, for the demonstration, the benchmark and the tests."""

from __future__ import annotations

import shutil
import socket
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from voicebot.bank import database, demonstration
from voicebot.config import Settings


def for_trial(settings: Settings, folder: Path) -> Settings:
    """The same installation beside the real one: own database, recordings and free ports.

    Used by the demonstration, the benchmark and the tests, so that they can run while the hotline
    serves callers. Trained models are shared.
    """
    sip, dialogue, actions = free_ports(3)
    return settings.copy(
        update={
            "root": folder,
            "state_dir": folder,
            "recordings": folder / "recordings",
            "bank": settings.bank.copy(update={"database": f"sqlite:///{folder / 'bank.db'}"}),
            "sip": settings.sip.copy(
                update={
                    "port": sip,
                    "address": "127.0.0.1",
                    "allow": ["127.0.0.1"],
                    "trunk": None,
                    "human_address": None,
                    "workers": 1,
                }
            ),
            "dialogue": settings.dialogue.copy(update={"port": dialogue, "actions_port": actions}),
        }
    )


def fresh_trial(settings: Settings, name: str) -> Settings:
    """A trial in the folder `name` of state_dir, emptied, with a new demonstration bank."""
    trial = for_trial(settings, settings.state_dir / name)
    shutil.rmtree(trial.root, ignore_errors=True)
    trial.root.mkdir(parents=True)
    seed_demonstration_bank(trial)
    return trial


def seed_demonstration_bank(settings: Settings) -> None:
    """A new database with the demonstration bank's customers, payees and branches in it."""
    database.migrate(settings.bank.database)
    with database.open_database(settings.bank.database).begin() as db:
        demonstration.seed(db, date.today())


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody uses by TCP nor by UDP at this moment."""
    ports: list[int] = []
    with ExitStack() as held:
        while len(ports) < count:
            tcp = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            udp = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            tcp.bind(("127.0.0.1", 0))
            try:
                udp.bind(("127.0.0.1", tcp.getsockname()[1]))
            except OSError:
                continue
            ports.append(tcp.getsockname()[1])
    return ports
