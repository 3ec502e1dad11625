"""The embedded bank: customers, ledger, payees, bills, bookings, authentication. Knows no phone."""
