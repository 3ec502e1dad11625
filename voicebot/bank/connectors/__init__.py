"""What the services reach by a small interface: billers, merchants, the SMS centre, the core.

`billers.py`, `merchants.py`, `sms.py` and `core_banking.py` say what is asked of them; `http_*`,
`sms_file` and `sms_smpp` ask over a wire, `embedded_*` answer from the bank's own database, so that
neither the demonstration nor the tests need another process. `counterparties.py` chooses billers
and merchants by config.yaml, `database.open_database` the core.

A counterparty is never asked inside a database transaction (SQLite has one writer, and an answer
may take seconds): `bank.instructions` and `bank.delivery` are the way that money goes with it.

Every balance and every movement goes through the core; it is the embedded one so far. What has
already been posted is still read from the embedded ledger's tables: the entries of an account and
of a credit card, the day's sum for the limit, the most that left for the risk rules, vouchers and
reconciliation.
"""
