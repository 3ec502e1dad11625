"""What a bank of any release holds: rows of the tables that later releases change or empty.

Every column is given as this release has it. A release that does not know a column yet leaves it
out, and the migrations fill in just what stands here.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import MetaData, Table, inspect, select
from sqlalchemy.engine import Connection

from voicebot.bank.vouchers import FIRST_PREVIOUS_HASH, Record

AT = datetime(2026, 11, 20, 9, 30, 0, 250000)
CARD, METER = "6228480010000016789", "640100123456"
# Held once, as a meter; from release 0021 on as a contract of a biller.
METERS = "electricity_meters"
FROM_METERS = ("biller_contracts", "saved_contracts", "biller_payments")

RECORDS = [
    Record(
        number=number,
        read_back=f"转给{name}，对吗？",
        confirmed_by="voice",
        call_id="call",
        recording_s=recording_s,
        operator="bot",
        refers_to=None,
        at=AT,
        journal_id=number + 1,
        journal_at=AT,
        text=f"转账给{name}",
        idempotency_key=f"yes-{number}",
        postings=((CARD, -amount_fen), ("CLEARING", amount_fen)),
    )
    for number, name, recording_s, amount_fen in (
        (1, "张三", 12.5, 300_00),
        (2, "李四", 40.123456, 200_00),
    )
]
HASHES = [FIRST_PREVIOUS_HASH]
for record in RECORDS:
    HASHES.append(record.hash_after(HASHES[-1]))

# Journal entry, account, fen; the ids of the accounts are below.
MOVED = [
    *((1, 2, 1_000_00), (1, 1, -1_000_00)),
    *((2, 2, -300_00), (2, 3, 300_00)),
    *((3, 2, -200_00), (3, 3, 200_00)),
    *((4, 2, -40_00), (4, 4, 40_00)),
]

ROWS: dict[str, list[dict[str, Any]]] = {
    "customers": [{"id": 1, "name": "周建国", "phone": "13909510001"}],
    "accounts": [
        {
            "id": number,
            "customer_id": 1 if kind else None,
            "number": account,
            "name": name,
            "kind": kind,
            "nickname": "",
            "stopped_until": None,
        }
        for number, account, name, kind in (
            (1, "EQUITY", "期初", ""),
            (2, CARD, "活期账户", "current"),
            (3, "CLEARING", "同城清算", ""),
            (4, "METER-1", "电费", ""),
        )
    ],
    "cards": [
        {
            "id": 1,
            "account_id": 2,
            "number": CARD,
            "pin_hash": "argon2",
            "wrong_pins": 1,
            "locked": False,
        }
    ],
    "payees": [
        {
            "id": 1,
            "customer_id": 1,
            "name": "张三",
            "bank": "宁城银行",
            "account_number": "6228480010000043321",
            "signed_at": None,
        }
    ],
    "signed_services": [{"customer_id": 1, "service": "transfers", "signed_at": AT}],
    "calls": [
        {
            "id": "call",
            "caller_number": "13909510001",
            "began_at": AT,
            "customer_id": 1,
            "card_id": 1,
            "authenticated_at": AT,
            "last_turn_at": None,
            "named_by_document": None,
            "document_checked_at": None,
            "wrong_documents": 0,
        }
    ],
    "branches": [
        {
            "id": 1,
            "name": "鼓楼支行",
            "address": "鼓楼街一号",
            "weekday_opens": time(9),
            "weekday_closes": time(17),
            "weekend_opens": time(9, 30),
            "weekend_closes": time(16),
            "counters": 2,
        }
    ],
    "appointments": [
        {
            "id": 1,
            "branch_id": 1,
            "customer_id": 1,
            "phone": "13909510001",
            "day": date(2026, 11, 25),
            "at": time(10),
            "counter": 1,
            "idempotency_key": "booked",
            "purpose": "其他业务",
        }
    ],
    "journal": [
        {"id": 1, "at": AT, "text": "期初余额", "idempotency_key": "a", "origin": "elsewhere"},
        *(
            {
                "id": record.journal_id,
                "at": AT,
                "text": record.text,
                "idempotency_key": record.idempotency_key,
                "origin": "voucher",
            }
            for record in RECORDS
        ),
        {"id": 4, "at": AT, "text": "电费", "idempotency_key": "b", "origin": "elsewhere"},
    ],
    "postings": [
        {"id": number, "journal_id": journal, "account_id": account, "amount_fen": amount_fen}
        for number, (journal, account, amount_fen) in enumerate(MOVED, 1)
    ],
    "vouchers": [
        {
            "number": record.number,
            "journal_id": record.journal_id,
            "call_id": record.call_id,
            "read_back": record.read_back,
            "confirmed_by": record.confirmed_by,
            "recording_s": record.recording_s,
            "operator": record.operator,
            "at": record.at,
            "refers_to": None,
            "previous_hash": before,
            "hash": after,
        }
        for record, before, after in zip(RECORDS, HASHES, HASHES[1:], strict=False)
    ],
    METERS: [
        {
            "number": METER,
            "customer_id": 1,
            "address": "鼓楼街十二号",
            "billed_fen": 86_50,
            "account_id": 4,
        }
    ],
    "biller_contracts": [
        {
            "biller": "electricity",
            "number": METER,
            "address": "鼓楼街十二号",
            "billed_fen": 86_50,
        }
    ],
    "saved_contracts": [
        {
            "id": 1,
            "customer_id": 1,
            "biller": "electricity",
            "number": METER,
            "nickname": "自己家",
        }
    ],
    "biller_payments": [
        {
            "reference": f"meter-{METER}",
            "biller": "electricity",
            "number": METER,
            "amount_fen": 40_00,
            "at": AT,
        }
    ],
    "sms_messages": [
        {
            "id": 1,
            "phone": "13909510001",
            "text": "您的电费已经交好。",
            "key": "receipt-1",
            "queued_at": AT,
            "sent_at": None,
            "refusal": "",
        }
    ],
    "instructions": [
        {
            "id": 1,
            "reference": "set-aside",
            "kind": "order",
            "counterparty": "flower_shop",
            "request": {"product": "roses", "fields": {"to": "王芳"}},
            "amount_fen": 99_00,
            "account_id": 2,
            "about": "鲜花订单",
            "spoken": {},
            "read_back": "订鲜花，对吗？",
            "confirmed_by": "key",
            "call_id": "call",
            "recording_s": 61.5,
            "given_at": AT,
            "state": "refused",
            "sent_at": AT,
            "ended_at": AT,
            "number": "",
            "refusal": "sold_out",
            "ended_by": "",
            "ended_because": "",
        }
    ],
}


def fill(connection: Connection) -> list[str]:
    """Writes what the release of this database can hold; the tables that must have it later."""
    there = set(inspect(connection).get_table_names())
    filled = [name for name in ROWS if name in there]
    if METERS in there:
        filled = [name for name in filled if name not in FROM_METERS]
    for name in filled:
        table = _table(connection, name)
        for row in ROWS[name]:
            known = {column: row[column] for column in row if column in table.columns}
            connection.execute(table.insert().values(known))
    if METERS in there:
        return [*(name for name in filled if name != METERS), *FROM_METERS]
    return filled


def lost(connection: Connection, names: list[str]) -> list[dict[str, Any]]:
    """The rows that these tables do not have, or not just so."""
    missing = []
    for name in names:
        table = _table(connection, name)
        there = [dict(row) for row in connection.execute(select(table)).mappings()]
        for row in ROWS[name]:
            if not any(row.items() <= has.items() for has in there):
                missing.append({"table": name, **row})
    return missing


def _table(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)
