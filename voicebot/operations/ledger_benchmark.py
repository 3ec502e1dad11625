"""`voicebot bench ledger`: payments a second, and how queries grow with the number of entries.

Every payment is a transaction of its own and on disk when it counts: limits and funds are checked,
entry and voucher written, as for a caller's yes. Entries are loaded in bulk between the
measurements; the merchant's account is one side of all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import accounts, database, payments
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import core_of
from voicebot.bank.database import transaction
from voicebot.bank.tables import Account
from voicebot.operations.percentiles import percentile
from voicebot.operations.trial_postgresql import TrialPostgreSQL

AT = datetime(2026, 11, 24, 10, 0)
MERCHANT, CUSTOMERS = 1, 10_000
LAST_ENTRIES = 3
CALLS_AT_ONCE = 4
SAMPLES = 50
# Bulk loading as fast as both databases can; ids are given because entry and postings share them.
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last) "
LOAD = (
    "INSERT INTO journal (id, at, text, idempotency_key, origin) "
    f"{NUMBERS} SELECT i, :at, '消费', 'bulk-' || i, 'elsewhere' FROM n",
    "INSERT INTO postings (id, journal_id, account_id, amount_fen) "
    f"{NUMBERS} SELECT 2 * i, i, 2 + i % :customers, 100 FROM n",
    "INSERT INTO postings (id, journal_id, account_id, amount_fen) "
    f"{NUMBERS} SELECT 2 * i + 1, i, :merchant, -100 FROM n",
)
# What an autovacuum does on its own within minutes, and the ids that PostgreSQL gives next.
SETTLE = (
    "SELECT setval('journal_id_seq', (SELECT max(id) FROM journal))",
    "SELECT setval('postings_id_seq', (SELECT max(id) FROM postings))",
    "VACUUM ANALYZE journal, postings",
)


def measure_ledger(entries: int, seconds: float, progress: Callable[[str], None]) -> dict[str, Any]:
    """For SQLite and PostgreSQL: payments/s, and times in ms up to `entries` journal entries."""
    figures = {}
    for backend in (_sqlite, _postgresql):
        with backend() as url:
            name = url.partition("+")[0].partition(":")[0]
            figures[name] = _measure(url, entries, seconds, partial(_say, progress, name))
    return figures


def _say(progress: Callable[[str], None], name: str, what: str) -> None:
    progress(f"{name}: {what}")


@contextmanager
def _sqlite() -> Iterator[str]:
    with TemporaryDirectory(prefix="voicebot-ledger-") as folder:
        yield f"sqlite:///{Path(folder) / 'bank.db'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    with TrialPostgreSQL(durable=True) as server:
        yield server.create("bank")


def _measure(
    url: str, entries: int, seconds: float, progress: Callable[[str], None]
) -> dict[str, Any]:
    database.migrate(url)
    bank = database.open_database(url)
    with ExitStack() as stack:
        stack.callback(bank.kw["bind"].dispose)
        transaction(bank, _open_accounts)
        figures: dict[str, Any] = {}
        loaded = 0
        for size in _sizes(entries):
            _load(bank, loaded + 1, size)
            loaded = size
            progress(f"{size} entries")
            figures[f"with {size} entries"] = _times(bank, size)
        for calls in (1, CALLS_AT_ONCE):
            rate = _payments_per_s(bank, calls, seconds)
            figures[f"payments/s, {calls} at once"] = round(rate)
        return figures


def _sizes(entries: int) -> list[int]:
    """1 000, 10 000, … up to `entries`."""
    sizes = [entries]
    while sizes[0] > 1_000:
        sizes.insert(0, sizes[0] // 10)
    return sizes


def _open_accounts(db: Session) -> None:
    db.add(Account(id=MERCHANT, number="MERCHANT", name="商户"))
    db.flush()
    for number in range(CUSTOMERS):
        db.add(Account(id=2 + number, number=f"{10**18 + number}", name="活期账户"))
    db.flush()


def _load(bank: sessionmaker[Session], first: int, last: int) -> None:
    values = {"first": first, "last": last, "at": AT, "customers": CUSTOMERS, "merchant": MERCHANT}
    with bank.begin() as db:
        for statement in LOAD:
            wanted = {name: values[name] for name in values if f":{name}" in statement}
            db.execute(text(statement), wanted)
    engine = bank.kw["bind"]
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in SETTLE:
                connection.execute(text(statement))


def _times(bank: sessionmaker[Session], size: int) -> dict[str, float]:
    """Medians in ms. An ordinary customer has one entry in `CUSTOMERS`, the merchant all."""
    customer = 2 + size % CUSTOMERS
    queries: dict[str, Callable[[Session], object]] = {
        "balance_ms": lambda db: accounts.balance_fen(db, customer),
        "last_entries_ms": lambda db: accounts.recent(db, customer, LAST_ENTRIES),
        "merchant_balance_ms": lambda db: accounts.balance_fen(db, MERCHANT),
        "merchant_last_entries_ms": lambda db: accounts.recent(db, MERCHANT, LAST_ENTRIES),
    }
    return {name: _median_ms(bank, query) for name, query in queries.items()}


def _median_ms(bank: sessionmaker[Session], query: Callable[[Session], object]) -> float:
    times = []
    with bank.begin() as db:
        query(db)  # the first one reads the disk and plans
        for _ in range(SAMPLES):
            began = time.perf_counter()
            query(db)
            times.append((time.perf_counter() - began) * 1000)
    return round(percentile(times, 50), 2)


def _payments_per_s(bank: sessionmaker[Session], calls: int, seconds: float) -> float:
    """How many are posted a second by this many calls, each waiting for its own."""
    until = time.perf_counter() + seconds

    def call(number: int) -> int:
        paid = 0
        while time.perf_counter() < until:
            key = f"{calls}-{number}-{paid}"
            account = 2 + (number * 1000 + paid) % CUSTOMERS
            transaction(bank, partial(_pay, account=account, key=key))
            paid += 1
        return paid

    began = time.perf_counter()
    with ThreadPoolExecutor(calls) as pool:
        paid = sum(pool.map(call, range(calls)))
    return paid / (time.perf_counter() - began)


def _pay(db: Session, account: int, key: str) -> None:
    payments.check(db, account, 1, AT)
    confirmation = Confirmation(key, "付一分，对吗？", "voice", "bench", 1.0, AT)
    core_of(db).post(
        confirmation, from_account=account, to_account=MERCHANT, amount_fen=1, text="付一分"
    )
