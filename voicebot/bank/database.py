"""The bank's database: SQLite beside the program, or PostgreSQL by URL.

with open_database(url).begin() as db:    one transaction, all of it or nothing
    transfer(db, …)
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank.errors import DatabaseError
from voicebot.bank.rules import DEFAULT_RULES, RULES, Rules

MIGRATIONS = Path(__file__).parent / "migrations"
# Another call's transaction takes milliseconds; this long means that something is stuck.
BUSY_S = 10


def migrate(url: str) -> None:
    """Brings the database to this release, creating it if need be; DatabaseError says why not."""
    _create_folder(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseError(
            f"{_shown(url)}: {error}; correct bank.database in config.yaml"
        ) from error


def open_database(url: str, rules: Rules = DEFAULT_RULES) -> sessionmaker[Session]:
    """Sessions on the database; each `begin()` is one transaction that other calls wait for.

    `rules` are what the bank allows in them (`rules_of`).
    """
    engine = create_bank_engine(url)
    return sessionmaker(engine, future=True, expire_on_commit=False, info={RULES: rules})


def create_bank_engine(url: str) -> Engine:
    """An engine whose transactions never overlap on SQLite and are serializable on PostgreSQL."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, future=True, isolation_level="SERIALIZABLE")
    engine = create_engine(url, future=True, connect_args={"timeout": BUSY_S})

    @event.listens_for(engine, "connect")
    def configure(connection, _record) -> None:  # type: ignore[no-untyped-def]
        # SQLAlchemy begins transactions itself (below), not the driver in its own way.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection) -> None:  # type: ignore[no-untyped-def]
        # Two calls that read the same balance must not both spend it.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _create_folder(url: str) -> None:
    file = make_url(url)
    if file.get_backend_name() == "sqlite" and file.database:
        Path(file.database).parent.mkdir(parents=True, exist_ok=True)


def _shown(url: str) -> str:
    return str(make_url(url).render_as_string(hide_password=True))
