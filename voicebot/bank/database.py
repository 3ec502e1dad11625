"""The bank's database: SQLite beside the program, or PostgreSQL by URL.

transaction(open_database(url), lambda db: transfer(db, …))    all of it or nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from voicebot.bank.connectors.core_banking import CORE, Core
from voicebot.bank.connectors.embedded_core import EmbeddedCore
from voicebot.bank.errors import DatabaseError
from voicebot.bank.rules import DEFAULT_RULES, RULES, Rules

MIGRATIONS = Path(__file__).parent / "migrations"
NOT_FOUNDED = "no bank of this release is there; start `voicebot serve` once, it makes or moves it"
# Another call's transaction takes milliseconds; this long means that something is stuck.
BUSY_S = 10
# The second try waits for its turn, so that a third is needed only beside writers without vouchers.
TRIES = 5
# PostgreSQL's "Serialization Failure Handling": these end well when tried again. Of two that wrote
# the same key, the later one may be told of a unique violation instead of a serialization failure.
SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION = "40001", "40P01", "23505"

# Where a session holds the rows that it has read, until it ends.
ROWS = "rows"

Result = TypeVar("Result")


def migrate(url: str, release: str = "head") -> None:
    """Brings the database to this release, creating it if need be; DatabaseError says why not."""
    create_folder(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    try:
        command.upgrade(config, release)
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseError(
            f"{shown(url)}: {error}; correct bank.database in config.yaml"
        ) from error
    except CommandError as error:
        raise DatabaseError(
            f"{shown(url)} is of a newer release; use that release ({error})"
        ) from error


def open_database(
    url: str, rules: Rules = DEFAULT_RULES, core: Core = EmbeddedCore
) -> sessionmaker[Session]:
    """Sessions on the database; each `begin()` is one transaction that other calls wait for.

    `rules` are what the bank allows in them (`rules_of`), `core` is where the accounts are kept
    (`core_of`).
    """
    engine = create_bank_engine(url)
    info = {RULES: rules, CORE: core}
    bank = sessionmaker(engine, future=True, expire_on_commit=False, info=info)

    # A session forgets a row that nobody holds; one turn would read the caller's a dozen times.
    @event.listens_for(bank, "loaded_as_persistent")
    def hold(db: Session, row: object) -> None:
        db.info.setdefault(ROWS, []).append(row)

    return bank


def open_existing(url: str, rules: Rules) -> sessionmaker[Session]:
    """As `open_database`, for a command of staff: DatabaseError if the bank is not there yet."""
    with reading(url):
        return open_database(url, rules)


def transaction(bank: sessionmaker[Session], work: Callable[[Session], Result]) -> Result:
    """What `work` returns, done in one transaction: all of it or nothing.

    `work` is done again if another transaction was in the way, so it changes nothing but the
    database; its own errors undo everything and are raised.
    """
    for again in range(TRIES):
        try:
            with bank.begin() as db:
                if again:
                    wait_for_writers(db)
                return work(db)
        except DBAPIError as error:
            if again + 1 == TRIES or not _was_in_the_way(error):
                raise
    raise AssertionError("unreachable")


def wait_for_writers(db: Session) -> None:
    """First in a transaction: it sees every voucher posted so far, and nobody posts beside it."""
    if db.get_bind().dialect.name == "postgresql":
        # A lock, unlike a query, is waited for before the transaction's view is fixed.
        db.execute(text("LOCK TABLE vouchers IN SHARE ROW EXCLUSIVE MODE"))


def _was_in_the_way(error: DBAPIError) -> bool:
    code = getattr(error.orig, "pgcode", None)
    return code in (SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION)


@contextmanager
def reading(url: str, rules: Rules = DEFAULT_RULES, core: Core = EmbeddedCore) -> Iterator[Session]:
    """One moment of the database, for as long as a check takes; no call waits for it.

    `rules` and `core` are as in `open_database`. DatabaseError if the database is not there or is
    not of this release.
    """
    engine = create_reading_engine(url)
    try:
        with Session(engine, future=True, info={RULES: rules, CORE: core}) as db:
            yield db
    finally:
        engine.dispose()


def create_bank_engine(url: str) -> Engine:
    """An engine whose transactions never overlap on SQLite and are serializable on PostgreSQL."""
    if _is_sqlite(url):
        # Two calls that read the same balance must not both spend it.
        return _sqlite_engine(url, "BEGIN IMMEDIATE", "PRAGMA journal_mode=WAL")
    return create_engine(
        url,
        future=True,
        isolation_level="SERIALIZABLE",
        pool_pre_ping=True,  # the server may have been restarted since the last call
        connect_args={"options": f"-c lock_timeout={BUSY_S}s"},
    )


def create_reading_engine(url: str) -> Engine:
    """An engine that changes nothing and keeps nobody waiting; errors as `reading`."""
    if _is_sqlite(url):
        if not Path(make_url(url).database or "").exists():
            raise DatabaseError(f"{shown(url)}: {NOT_FOUNDED}")
        engine = _sqlite_engine(url, "BEGIN", "PRAGMA query_only=ON")
    else:
        options = {"postgresql_readonly": True, "postgresql_deferrable": True}
        engine = create_engine(
            url, future=True, isolation_level="SERIALIZABLE", execution_options=options
        )
    try:
        with engine.connect() as connection:
            release = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"{shown(url)}: {error}; correct bank.database in config.yaml"
        ) from error
    if release != ScriptDirectory(str(MIGRATIONS)).get_current_head():
        raise DatabaseError(f"{shown(url)}: {NOT_FOUNDED}")
    return engine


def number_on(connection: Connection) -> None:
    """After rows with numbers of their own were written: new ones are numbered behind them."""
    if connection.dialect.name != "postgresql":
        return  # SQLite looks at the rows
    numbered = text(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'"
    )
    for table, column in connection.execute(numbered).all():
        sequence = f"pg_get_serial_sequence('{table}', '{column}')"
        connection.execute(text(f"SELECT setval({sequence}, max({column})) FROM {table}"))


def _sqlite_engine(url: str, begin_with: str, pragma: str) -> Engine:
    # Connections are kept: the last one to close moves the write-ahead log into the database, which
    # no caller should wait for. A thread has one for itself while it has it.
    engine = create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        connect_args={"timeout": BUSY_S, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def configure(connection, _record) -> None:  # type: ignore[no-untyped-def]
        # SQLAlchemy begins transactions itself (below), not the driver in its own way.
        connection.isolation_level = None
        connection.execute(pragma)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection) -> None:  # type: ignore[no-untyped-def]
        connection.exec_driver_sql(begin_with)

    return engine


def _is_sqlite(url: str) -> bool:
    return bool(make_url(url).get_backend_name() == "sqlite")


def create_folder(url: str) -> None:
    """The folder of a database in a file."""
    file = make_url(url).database
    if _is_sqlite(url) and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)


def shown(url: str) -> str:
    """The URL without its password."""
    return str(make_url(url).render_as_string(hide_password=True))
