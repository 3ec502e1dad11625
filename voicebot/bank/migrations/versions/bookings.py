"""Unanswered questions, addresses, orders; appointments say what for, and can be cancelled."""

import sqlalchemy as sa
from alembic import op

revision = "bookings"
down_revision = "0030"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "unanswered_questions",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "customer_addresses",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
    )
    op.create_index("ix_customer_addresses_customer_id", "customer_addresses", ["customer_id"])
    op.create_table(
        "orders",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column(
            "instruction_id", ROW, sa.ForeignKey("instructions.id"), nullable=False, unique=True
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("free_until", sa.DateTime(), nullable=False),
        sa.Column("cancel_until", sa.DateTime(), nullable=False),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("cancellation_id", ROW, sa.ForeignKey("instructions.id"), nullable=True),
    )
    op.create_index("ix_orders_customer_id", "orders", ["customer_id"])
    purpose = sa.Column("purpose", sa.String(length=40), nullable=False, server_default="其他业务")
    with op.batch_alter_table("appointments") as appointments:
        appointments.add_column(purpose)
        appointments.alter_column("counter", existing_type=sa.Integer(), nullable=True)
