"""What happened in each call, turn by turn; reviews of turns and releases, append-only; staff."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0060"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
REVIEWS, RELEASES = "turn_reviews", "releases"


def upgrade() -> None:
    op.create_table(
        "call_turns",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("model", sa.String(40), nullable=False),
        sa.Column("flow", sa.String(40), nullable=False),
        sa.Column("asked", sa.String(80), nullable=False),
        sa.Column("listen", sa.String(12), nullable=False),
        sa.Column("by", sa.String(8), nullable=False),
        sa.Column("heard", sa.String(200), nullable=False),
        sa.Column("heard_confidence", sa.Float(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("prompts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("finished", sa.String(120), nullable=False),
        sa.Column("reasons", sa.String(120), nullable=False),
        sa.Column("first_sound_ms", sa.Integer(), nullable=True),
        sa.Column("began_s", sa.Float(), nullable=False),
        sa.Column("ended_s", sa.Float(), nullable=False),
        sa.Column("silenced", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_call_turns_call", "call_turns", ["call_id", "number"], unique=True)
    op.create_index("ix_call_turns_at", "call_turns", ["at"])
    bad = sa.text("reasons <> ''")
    op.create_index(
        "ix_call_turns_bad", "call_turns", ["id"], sqlite_where=bad, postgresql_where=bad
    )
    op.create_table(
        REVIEWS,
        sa.Column("id", ROW, primary_key=True),
        sa.Column("turn_id", ROW, sa.ForeignKey("call_turns.id"), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("said", sa.String(200), nullable=False),
        sa.Column("intent", sa.String(60), nullable=False),
        sa.Column("values", sa.String(200), nullable=False),
        sa.Column("dismissed", sa.String(200), nullable=False),
    )
    op.create_index("ix_turn_reviews_turn_id", REVIEWS, ["turn_id"])
    op.create_table(
        "staff",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        RELEASES,
        sa.Column("id", ROW, primary_key=True),
        sa.Column("model", sa.String(40), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("despite", sa.String(200), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
    )
    guard = _guard_sqlite if op.get_bind().dialect.name == "sqlite" else _guard_postgresql
    guard(REVIEWS)
    guard(RELEASES)


def _guard_sqlite(table: str) -> None:
    taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    for name, event in (
        ("update", f"BEFORE UPDATE ON {table}"),
        ("delete", f"BEFORE DELETE ON {table}"),
        ("replace", f"BEFORE INSERT ON {table} {taken}"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} {event} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _guard_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only'; END; $$ LANGUAGE plpgsql"
    )
    for name, event in (
        ("append_only", f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"),
        ("no_truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {table}_{name} {event} EXECUTE FUNCTION {table}_append_only()")
