"""An electricity meter becomes a contract like any other."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A contract, a saved name for it, and one payment of all that was paid so far."""
    op.execute(
        "INSERT INTO biller_contracts (biller, number, address, billed_fen) "
        "SELECT 'electricity', number, address, billed_fen FROM electricity_meters"
    )
    op.execute(
        "INSERT INTO saved_contracts (customer_id, biller, number, nickname) "
        "SELECT customer_id, 'electricity', number, '自己家' FROM electricity_meters "
        "WHERE customer_id IS NOT NULL ORDER BY number"
    )
    op.execute(
        "INSERT INTO biller_payments (reference, biller, number, amount_fen, at) "
        "SELECT 'meter-' || m.number, 'electricity', m.number, SUM(p.amount_fen), MAX(j.at) "
        "FROM electricity_meters m JOIN postings p ON p.account_id = m.account_id "
        "JOIN journal j ON j.id = p.journal_id GROUP BY m.number"
    )
    op.drop_table("electricity_meters")
