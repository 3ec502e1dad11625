"""Runs Alembic's migrations on the URL that `database.migrate` gives it."""

from alembic import context

from voicebot.bank.database import create_bank_engine
from voicebot.bank.tables import Base

engine = create_bank_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
