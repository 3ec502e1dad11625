"""How customers want to be spoken to."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), primary_key=True),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("wording", sa.String(length=10), nullable=False),
        sa.Column("earcons", sa.Boolean(), nullable=False),
        sa.Column("unlimited", sa.Boolean(), nullable=False),
    )
