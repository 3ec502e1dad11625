"""What was posted stays as it was posted: the database itself refuses everything else."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import calling, send
from voicebot.bank import reconciliation

KEYS = {"journal": "id", "postings": "id", "vouchers": "number"}
CHANGES = {
    "sqlite": (
        "UPDATE {table} SET {key} = {key}",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ),
    "postgresql": (
        "UPDATE {table} SET {key} = {key}",
        "DELETE FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = 0",
        "TRUNCATE {table} CASCADE",
    ),
}


@pytest.mark.parametrize("table", KEYS)
def test_what_was_posted_can_be_neither_changed_nor_removed_nor_replaced(
    bank: sessionmaker[Session], table: str
) -> None:
    with bank.begin() as db:
        send(db, calling(db), 100_00)
        backend = db.get_bind().dialect.name
    for change in CHANGES[backend]:
        with pytest.raises(DBAPIError, match="append-only"), bank.begin() as db:
            db.execute(text(change.format(table=table, key=KEYS[table])))
    with bank.begin() as db:
        assert reconciliation.find_faults(db) == []
