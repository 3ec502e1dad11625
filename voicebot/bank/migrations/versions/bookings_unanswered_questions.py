"""Questions that the knowledge base could not answer."""

import sqlalchemy as sa
from alembic import op

revision = "bookings"
down_revision = "0021"
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
