"""The hashes of finished recordings, append-only like the vouchers that point into them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "sealed_recordings"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("call_id", sa.String(64), primary_key=True),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite("update", f"BEFORE UPDATE ON {TABLE}")
        _guard_sqlite("delete", f"BEFORE DELETE ON {TABLE}")
        taken = f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE call_id = NEW.call_id)"
        _guard_sqlite("replace", f"BEFORE INSERT ON {TABLE} {taken}")
        return
    op.execute(
        f"CREATE FUNCTION {TABLE}_append_only() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{TABLE} is append-only'; END; $$ LANGUAGE plpgsql"
    )
    for name, event in (
        ("append_only", f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"),
        ("no_truncate", f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {TABLE}_{name} {event} EXECUTE FUNCTION {TABLE}_append_only()")


def _guard_sqlite(name: str, event: str) -> None:
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_{name} {event} "
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
    )
