"""Who is outside the bank: billers, merchants, the SMS centre. One small interface each.

`billers.py`, `merchants.py` and `sms.py` say what is asked of them; `http_*`, `sms_file` and
`sms_smpp` ask over a wire, `embedded_*` answer from the bank's own database, so that neither the
demonstration nor the tests need another process. `counterparties.py` chooses by config.yaml.

A counterparty is never asked inside a database transaction (SQLite has one writer, and an answer
may take seconds): `bank.instructions` and `bank.delivery` are the way that money goes with it.

There is no interface for a core-banking system, because there is one core: the embedded bank. A
bank that has its own replaces `ledger.write`, `ledger.post`, `ledger.posted` and
`ledger.balance_fen`, which is all that payments, transfers and instructions know of it.
"""
