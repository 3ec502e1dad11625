"""Vouchers are chained by hash; what is posted can be neither replaced nor truncated."""

import sqlalchemy as sa
from alembic import op

from voicebot.bank.vouchers import FIRST_PREVIOUS_HASH, Record

revision = "0010"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
# The columns that SQLite must not find taken: INSERT OR REPLACE fires no delete trigger.
UNIQUE = {
    "journal": ("id", "idempotency_key"),
    "postings": ("id",),
    "vouchers": ("number", "journal_id"),
}
VOUCHERS = sa.table(
    "vouchers",
    *(sa.column(name) for name in ("number", "journal_id", "call_id", "read_back")),
    *(sa.column(name) for name in ("confirmed_by", "operator", "previous_hash", "hash")),
    sa.column("recording_s", sa.Float()),
    sa.column("at", sa.DateTime()),
)
JOURNAL = sa.table(
    "journal",
    *(sa.column(name) for name in ("id", "text", "idempotency_key", "origin")),
    sa.column("at", sa.DateTime()),
)


def upgrade() -> None:
    text = {"nullable": False, "server_default": ""}
    op.add_column(
        "journal", sa.Column("origin", sa.String(10), nullable=False, server_default="elsewhere")
    )
    op.execute(f"ALTER TABLE vouchers ADD COLUMN refers_to {_row()} REFERENCES vouchers (number)")
    op.add_column("vouchers", sa.Column("previous_hash", sa.String(64), **text))
    op.add_column("vouchers", sa.Column("hash", sa.String(64), **text))
    op.create_index(op.f("ix_journal_at"), "journal", ["at"])
    op.create_index("ix_postings_account", "postings", ["account_id", "journal_id", "amount_fen"])
    op.drop_index(op.f("ix_postings_account_id"), "postings")
    for table in ("journal", "vouchers"):
        _suspend_guard(table)
    _seal_what_is_there()
    for table in ("journal", "vouchers"):
        _restore_guard(table)
    for table, columns in UNIQUE.items():
        _guard_better(table, columns)


def _row() -> str:
    return str(ROW.compile(dialect=op.get_bind().dialect))


def _seal_what_is_there() -> None:
    """Marks the entries that have vouchers, and chains the vouchers written so far."""
    db = op.get_bind()
    vouchered = sa.select(VOUCHERS.c.journal_id)
    db.execute(sa.update(JOURNAL).where(JOURNAL.c.id.in_(vouchered)).values(origin="voucher"))
    numbered = sa.text(
        "SELECT accounts.number, amount_fen FROM postings "
        "JOIN accounts ON accounts.id = account_id WHERE journal_id = :journal ORDER BY postings.id"
    )
    joined = sa.select(VOUCHERS, JOURNAL.c.text, JOURNAL.c.idempotency_key, JOURNAL.c.at).join(
        JOURNAL, JOURNAL.c.id == VOUCHERS.c.journal_id
    )
    previous = FIRST_PREVIOUS_HASH
    for row in db.execute(joined.order_by(VOUCHERS.c.number)).all():
        postings = db.execute(numbered, {"journal": row.journal_id})
        record = Record(
            number=row.number,
            read_back=row.read_back,
            confirmed_by=row.confirmed_by,
            call_id=row.call_id,
            recording_s=row.recording_s,
            operator=row.operator,
            refers_to=None,
            at=row.at,
            journal_id=row.journal_id,
            journal_at=row.at_1,
            text=row.text,
            idempotency_key=row.idempotency_key,
            postings=tuple((number, fen) for number, fen in postings),
        )
        sealed = record.hash_after(previous)
        voucher = sa.update(VOUCHERS).where(VOUCHERS.c.number == row.number)
        db.execute(voucher.values(previous_hash=previous, hash=sealed))
        previous = sealed


def _suspend_guard(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_no_update")
    else:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")


def _restore_guard(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    else:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")


def _guard_better(table: str, columns: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        taken = " OR ".join(f"{column} = NEW.{column}" for column in columns)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
        )
