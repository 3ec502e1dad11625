from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import (
    accounts,
    authentication,
    calls,
    database,
    demonstration,
    payees,
    transfers,
)
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import Receipt
from voicebot.operations.trial_postgresql import TrialPostgreSQL

NOW = datetime(2026, 11, 23, 10, 0)
ZHOU, CHEN, LIU = "13909510001", "13909510002", "13909510003"
MA, NIU = "13909510004", "13909510005"
PIN = {ZHOU: "246810", CHEN: "135790", LIU: "112358", MA: "314159", NIU: "271828"}


class SqliteBanks:
    """Databases in files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._founded = folder / "founded.db"
        found_bank(f"sqlite:///{self._founded}")

    @contextmanager
    def empty(self) -> Iterator[str]:
        yield f"sqlite:///{self._folder / f'bank-{next(self._numbers)}.db'}"

    @contextmanager
    def copy(self) -> Iterator[str]:
        with self.empty() as url:
            Path(url[len("sqlite:///") :]).write_bytes(self._founded.read_bytes())
            yield url


class PostgresqlBanks:
    """Databases of one server."""

    def __init__(self, server: TrialPostgreSQL) -> None:
        self._server = server
        self._numbers = count()
        found_bank(server.create("founded"))

    def empty(self) -> AbstractContextManager[str]:
        return self._from("template1")

    def copy(self) -> AbstractContextManager[str]:
        return self._from("founded")

    @contextmanager
    def _from(self, template: str) -> Iterator[str]:
        name = f"bank-{next(self._numbers)}"
        yield self._server.create(name, template)
        self._server.drop(name)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def banks(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteBanks | PostgresqlBanks]:
    """Copies of a demonstration bank that is founded once for each kind of database."""
    if request.param == "sqlite":
        yield SqliteBanks(tmp_path_factory.mktemp("bank"))
        return
    with TrialPostgreSQL(durable=False) as server:
        yield PostgresqlBanks(server)


@pytest.fixture(scope="session")
def sqlite_banks(tmp_path_factory: pytest.TempPathFactory) -> SqliteBanks:
    """For tests that copy the file of a database, as it is after a kill."""
    return SqliteBanks(tmp_path_factory.mktemp("files"))


def found_bank(url: str) -> None:
    database.migrate(url)
    with opened(url) as bank, bank.begin() as db:
        demonstration.seed(db, NOW.date())


@contextmanager
def opened(url: str) -> Iterator[sessionmaker[Session]]:
    factory = database.open_database(url)
    yield factory
    factory.kw["bind"].dispose()


@pytest.fixture
def url(banks: SqliteBanks | PostgresqlBanks) -> Iterator[str]:
    """A demonstration bank of this test's own, once on SQLite and once on PostgreSQL."""
    with banks.copy() as copy:
        yield copy


@pytest.fixture
def bank(url: str) -> Iterator[sessionmaker[Session]]:
    with opened(url) as factory:
        yield factory


@pytest.fixture
def db(bank: sessionmaker[Session]) -> Iterator[Session]:
    with bank.begin() as session:
        yield session


def calling(db: Session, phone: str = ZHOU, with_pin: bool = True, call_id: str = "") -> str:
    """A call of a customer, with the PIN shown or not."""
    call_id = call_id or f"call-{phone}"
    calls.open_call(db, call_id, phone, NOW)
    if with_pin:
        result = authentication.verify_pin(db, call_id, PIN[phone], NOW)
        assert result.outcome == "correct"
    return call_id


def yes(call_id: str, key: str = "yes-1") -> Confirmation:
    """The caller said yes to a read-back."""
    return Confirmation(key, "转给张三，五百元整，对吗？", "voice", call_id, 12.5, NOW)


def balance(db: Session, call_id: str) -> int:
    customer = calls.authenticated_customer(db, call_id)
    return accounts.balance_fen(db, accounts.main_account(db, customer).id)


def first_payee(db: Session, call_id: str) -> int:
    return payees.signed(db, calls.authenticated_customer(db, call_id))[0].id


def send(db: Session, call_id: str, amount_fen: int, key: str = "yes-1") -> Receipt:
    return transfers.transfer(
        db,
        payee_id=first_payee(db, call_id),
        amount_fen=amount_fen,
        confirmation=yes(call_id, key),
    )
