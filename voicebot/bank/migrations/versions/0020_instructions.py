"""Instructions to counterparties, and the books of those that have no system of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0013"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "instructions",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("reference", sa.String(length=64), nullable=False, unique=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("counterparty", sa.String(length=40), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("account_id", ROW, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("read_back", sa.String(length=400), nullable=False),
        sa.Column("confirmed_by", sa.String(length=10), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("recording_s", sa.Float(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("refusal", sa.String(length=80), nullable=False),
    )
    op.create_index(op.f("ix_instructions_state"), "instructions", ["state"])
    op.create_table(
        "merchant_orders",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("reference", sa.String(length=64), nullable=False, unique=True),
        sa.Column("merchant", sa.String(length=40), nullable=False),
        sa.Column("product", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("cancelled_by", sa.String(length=64), nullable=True, unique=True),
        sa.Column("refund_fen", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "saved_contracts",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("biller", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("nickname", sa.String(length=20), nullable=False),
        sa.UniqueConstraint("customer_id", "biller", "number"),
    )
    op.create_table(
        "biller_contracts",
        sa.Column("biller", sa.String(length=40), primary_key=True),
        sa.Column("number", sa.String(length=20), primary_key=True),
        sa.Column("address", sa.String(length=80), nullable=False),
        sa.Column("billed_fen", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "biller_payments",
        sa.Column("reference", sa.String(length=64), primary_key=True),
        sa.Column("biller", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index(op.f("ix_biller_payments_number"), "biller_payments", ["number"])
    op.add_column(
        "sms_messages",
        sa.Column("refusal", sa.String(length=80), nullable=False, server_default=""),
    )
