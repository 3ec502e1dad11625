"""The queue of SMS to customers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sms_messages",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False, unique=True),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
    )
    op.create_index(op.f("ix_sms_messages_sent_at"), "sms_messages", ["sent_at"])
