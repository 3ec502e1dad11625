"""Going back is told from a release, so that going back again goes further."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    went_back = sa.Column("went_back", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("releases", went_back)
