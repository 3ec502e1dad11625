"""A bank of every released version comes to this one with everything that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from tests.bank import old_bank
from tests.bank.conftest import PostgresqlBanks, SqliteBanks
from voicebot.bank import agreements, database, reconciliation, vouchers
from voicebot.bank.tables import Base


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = database.create_bank_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def empty_url(banks: SqliteBanks | PostgresqlBanks) -> Iterator[str]:
    """A database without tables."""
    with banks.empty() as url:
        yield url


def releases() -> list[str]:
    script = ScriptDirectory(str(database.MIGRATIONS))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def test_what_was_paid_in_the_first_release_is_there_and_proven_in_this_one(
    empty_url: str,
) -> None:
    database.migrate(empty_url, "0001")
    with connected(empty_url) as connection:
        tables = old_bank.fill(connection)
        connection.commit()
    database.migrate(empty_url)
    assert lost(empty_url, tables) == []


@pytest.mark.parametrize("release", releases()[1:])
def test_a_bank_of_every_release_comes_to_this_one_with_everything_that_is_in_it(
    sqlite_banks: SqliteBanks, release: str
) -> None:
    with sqlite_banks.empty() as url:
        database.migrate(url, release)
        with connected(url) as connection:
            tables = old_bank.fill(connection)
            connection.commit()
        database.migrate(url)
        assert lost(url, tables) == []


def lost(url: str, tables: list[str]) -> list[dict[str, Any]]:
    """What is not there any more, after the proof that the books are right and payees are signed."""
    with connected(url) as connection, Session(connection, future=True) as db:
        assert reconciliation.find_faults(db) == []
        first, second = vouchers.sealed_records(db)
        assert [first.record, second.record] == old_bank.RECORDS
        assert second.previous_hash == first.hash
        assert agreements.has_signed(db, 1, agreements.TRANSFERS)
        return old_bank.lost(connection, tables)


def test_the_migrations_make_exactly_the_tables_that_the_code_expects(empty_url: str) -> None:
    database.migrate(empty_url)
    with connected(empty_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []
