"""What customers are still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
UNTOLD = sa.text("told_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "outcomes",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("key", sa.String(80), nullable=False, unique=True),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id")),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("response", sa.String(80), nullable=False),
        sa.Column("spoken", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime()),
        sa.Column("sms_at", sa.DateTime()),
    )
    op.create_index(
        "ix_outcomes_untold",
        "outcomes",
        ["customer_id"],
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )
