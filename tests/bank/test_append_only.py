"""What was posted, reviewed or released stays as it was: the database itself refuses the rest."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, calling, send
from tests.quality.call import WrittenCall
from voicebot.bank import reconciliation
from voicebot.quality import releases, reviews
from voicebot.quality.turns import turns_of

KEYS = {
    **{"journal": "id", "postings": "id", "vouchers": "number"},
    **{"turn_reviews": "id", "releases": "id"},
}
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
def test_what_was_written_can_be_neither_changed_nor_removed_nor_replaced(
    bank: sessionmaker[Session], table: str
) -> None:
    with bank.begin() as db:
        send(db, calling(db), 100_00)
        db.add_all(turns_of("call", WrittenCall().says("查余额").bot("utter_balance").events))
        db.flush()
        reviews.dismiss(db, 1, "王老师", NOW, "噪声")
        releases.release(db, "model", "王老师", NOW, {})
        backend = db.get_bind().dialect.name
    for change in CHANGES[backend]:
        with pytest.raises(DBAPIError, match="append-only"), bank.begin() as db:
            db.execute(text(change.format(table=table, key=KEYS[table])))
    with bank.begin() as db:
        assert reconciliation.find_faults(db) == []
