"""Credit cards, passbooks, loss reports, ID documents, the tariff; accounts that can be stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0030"
branch_labels = None
depends_on = None

ROW = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
# Name, value, where the bank lays it down. Changed in the table, not here.
TARIFF = (
    ("oral_loss_report_days", 5, "支付结算办法：口头挂失五日内办理书面手续"),
    ("minimum_payment_percent", 10, "信用卡领用合约：最低还款额为账单的百分之十"),
    ("minimum_payment_floor_fen", 100_00, "信用卡领用合约：最低还款额不少于一百元"),
    ("temporary_limit_days", 90, "信用卡领用合约：临时额度最长九十天"),
)


def upgrade() -> None:
    op.add_column("accounts", sa.Column("stopped_until", sa.DateTime(), nullable=True))
    op.add_column("calls", sa.Column("named_by_document", sa.Boolean(), nullable=True))
    op.add_column("calls", sa.Column("document_checked_at", sa.DateTime(), nullable=True))
    op.add_column(
        "calls",
        sa.Column("wrong_documents", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_table(
        "identity_documents",
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), primary_key=True),
        sa.Column("number", sa.String(length=18), nullable=False, unique=True),
        sa.Column("wrong_answers", sa.Integer(), nullable=False),
        sa.Column("wrong_on", sa.Date(), nullable=True),
    )
    op.create_table(
        "credit_cards",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("account_id", ROW, sa.ForeignKey("accounts.id"), nullable=False, unique=True),
        sa.Column("number", sa.String(length=19), nullable=False, unique=True),
        sa.Column("limit_fen", sa.BigInteger(), nullable=False),
        sa.Column("statement_day", sa.Integer(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("activated_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "passbooks",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("account_id", ROW, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("number", sa.String(length=19), nullable=False, unique=True),
    )
    op.create_table(
        "limit_requests",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("number", sa.String(length=12), nullable=False, unique=True),
        sa.Column("card_id", ROW, sa.ForeignKey("credit_cards.id"), nullable=False, index=True),
        sa.Column("limit_fen", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False, unique=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "loss_reports",
        sa.Column("id", ROW, primary_key=True),
        sa.Column("number", sa.String(length=12), nullable=False, unique=True),
        sa.Column("customer_id", ROW, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False, index=True),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("read_back", sa.String(length=400), nullable=False),
        sa.Column("confirmed_by", sa.String(length=10), nullable=False),
        sa.Column("recording_s", sa.Float(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False, unique=True),
    )
    tariff = op.create_table(
        "tariff",
        sa.Column("name", sa.String(length=40), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
    )
    rows = [{"name": name, "value": value, "source": source} for name, value, source in TARIFF]
    op.bulk_insert(tariff, rows)
