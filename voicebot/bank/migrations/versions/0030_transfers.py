"""Kinds of accounts, alerts, signed services, scheduled transfers, approvals, PIN events, risks."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0021"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
APPEND_ONLY = ("pin_events", "risk_notes")


def upgrade() -> None:
    empty = {"nullable": False, "server_default": ""}
    op.add_column("accounts", sa.Column("kind", sa.String(length=10), **empty))
    op.add_column("accounts", sa.Column("nickname", sa.String(length=20), **empty))
    op.add_column("calls", sa.Column("last_turn_at", sa.DateTime(), nullable=True))
    op.add_column("payees", sa.Column("signed_at", sa.DateTime(), nullable=True))
    # All accounts of customers were current accounts, and every payee stands in a signed contract.
    op.execute("UPDATE accounts SET kind = 'current' WHERE customer_id IS NOT NULL")
    op.create_table(
        "signed_services",
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), primary_key=True),
        sa.Column("service", sa.String(length=20), primary_key=True),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
    )
    op.execute(
        "INSERT INTO signed_services (customer_id, service, signed_at) "
        "SELECT DISTINCT customer_id, 'transfers', CURRENT_TIMESTAMP FROM payees"
    )
    op.create_table(
        "account_alerts",
        sa.Column("account_id", ROW, sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("threshold_fen", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "approvals",
        *_transfer_to_come(),
        sa.Column("state", sa.String(length=10), nullable=False, index=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "scheduled_transfers",
        *_transfer_to_come(),
        sa.Column("day", sa.Date(), nullable=False, index=True),
        sa.Column("state", sa.String(length=10), nullable=False, index=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "pin_events",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("card_id", ROW, sa.ForeignKey("cards.id"), nullable=False, index=True),
        sa.Column("event", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "risk_notes",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("reasons", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    for table in APPEND_ONLY:
        _forbid_changes(table)


def _transfer_to_come() -> list[sa.Column]:
    """The columns of a transfer that was agreed to and not made yet."""
    return [
        sa.Column("id", ROW, primary_key=True),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("payee_id", ROW, sa.ForeignKey("payees.id"), nullable=False),
        sa.Column("from_account", ROW, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False, unique=True),
        sa.Column("read_back", sa.String(length=400), nullable=False),
        sa.Column("confirmed_by", sa.String(length=10), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("recording_s", sa.Float(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
    ]


def _forbid_changes(table: str) -> None:
    """The database itself refuses to change or remove what was written."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only'; END; $$ LANGUAGE plpgsql"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
