"""A bank of every released version comes to this one with everything that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from tests.bank.conftest import PostgresqlBanks, SqliteBanks
from voicebot.bank import database, reconciliation, vouchers
from voicebot.bank.tables import Base

AT = "2026-11-20 09:30:00.250000"
# What a bank of the first release holds after two payments.
FIRST_RELEASE = (
    "INSERT INTO customers (id, name, phone) VALUES (1, '周建国', '13909510001')",
    "INSERT INTO accounts (id, customer_id, number, name) VALUES (1, NULL, 'EQUITY', '期初'), "
    "(2, 1, '6228480010000016789', '活期账户'), (3, NULL, 'CLEARING', '同城清算')",
    f"INSERT INTO journal (id, at, text, idempotency_key) VALUES (1, '{AT}', '期初余额', 'a'), "
    f"(2, '{AT}', '转账给张三', 'b'), (3, '{AT}', '转账给李四', 'c')",
    "INSERT INTO postings (journal_id, account_id, amount_fen) VALUES (1, 2, 100000), "
    "(1, 1, -100000), (2, 2, -30000), (2, 3, 30000), (3, 2, -20000), (3, 3, 20000)",
    "INSERT INTO vouchers (number, journal_id, call_id, read_back, confirmed_by, recording_s, "
    f"operator, at) VALUES (1, 2, 'call', '转给张三，对吗？', 'voice', 12.5, 'bot', '{AT}'), "
    f"(2, 3, 'call', '转给李四，对吗？', 'key', 40.123456, 'bot', '{AT}')",
)


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


@pytest.mark.parametrize("release", releases()[:2])
def test_what_was_paid_in_an_old_release_is_there_and_proven_in_this_one(
    empty_url: str, release: str
) -> None:
    database.migrate(empty_url, "0001")
    with connected(empty_url) as connection:
        for statement in FIRST_RELEASE:
            connection.execute(text(statement))
        connection.commit()
    database.migrate(empty_url, release)
    database.migrate(empty_url)
    bank = database.open_database(empty_url)
    with bank.begin() as db:
        assert reconciliation.find_faults(db) == []
        first, second = vouchers.sealed_records(db)
        assert first.record.postings == (("6228480010000016789", -30000), ("CLEARING", 30000))
        assert first.record.at == datetime.fromisoformat(AT)
        assert second.previous_hash == first.hash
    bank.kw["bind"].dispose()


def test_the_migrations_make_exactly_the_tables_that_the_code_expects(empty_url: str) -> None:
    database.migrate(empty_url)
    with connected(empty_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []
