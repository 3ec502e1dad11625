"""A bank of the first release keeps its electricity meters, who saved them, and what was paid."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from tests.bank.conftest import opened
from voicebot.bank import database
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.tables import SavedContract

BEFORE = "0020"


def test_meters_become_contracts_with_their_payments(banks) -> None:
    with banks.empty() as url:
        config = Config()
        config.set_main_option("script_location", str(database.MIGRATIONS))
        config.set_main_option("sqlalchemy.url", url)
        command.upgrade(config, BEFORE)
        with opened(url) as bank:
            with bank.begin() as db:
                for statement in FIRST_RELEASE:
                    db.execute(text(statement))
            database.migrate(url)
            biller = Counterparties(bank).biller("electricity")
            assert (biller.bill("640100123456").due_fen, biller.bill("640100999999").due_fen) == (
                46_50,
                12_00,
            )
            with bank.begin() as db:
                (saved,) = db.execute(select(SavedContract)).scalars()
                assert (saved.biller, saved.number, saved.nickname) == (
                    "electricity",
                    "640100123456",
                    "自己家",
                )


FIRST_RELEASE = (
    "INSERT INTO customers (id, name, phone) VALUES (1, '周建国', '13909510001')",
    "INSERT INTO accounts (id, customer_id, number, name) VALUES (1, 1, '1', '活期账户')",
    "INSERT INTO accounts (id, customer_id, number, name) VALUES (2, NULL, 'METER-1', '电费')",
    "INSERT INTO accounts (id, customer_id, number, name) VALUES (3, NULL, 'METER-2', '电费')",
    "INSERT INTO electricity_meters (number, customer_id, address, billed_fen, account_id) "
    "VALUES ('640100123456', 1, '鼓楼街十二号', 8650, 2), "
    "('640100999999', NULL, '湖滨路三号', 1200, 3)",
    "INSERT INTO journal (id, at, text, idempotency_key, origin) "
    "VALUES (1, '2026-11-20 10:00:00', '电费', 'a', 'elsewhere')",
    "INSERT INTO postings (id, journal_id, account_id, amount_fen) VALUES (1, 1, 1, -4000)",
    "INSERT INTO postings (id, journal_id, account_id, amount_fen) VALUES (2, 1, 2, 4000)",
)
