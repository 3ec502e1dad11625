"""Instructions that staff ended by name, because the counterparty gave no answer."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = {"nullable": False, "server_default": ""}
    op.add_column("instructions", sa.Column("ended_by", sa.String(length=40), **empty))
    op.add_column("instructions", sa.Column("ended_because", sa.String(length=200), **empty))
