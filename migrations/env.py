"""How Alembic reaches the portal's base; run through `flask_migrate` (`portal up` migrates by itself)."""

from alembic import context
from sqlalchemy import text

from portal.core.database import Base, db

LOCK = 7_203_114  # two processes that start together migrate one after the other


def migrate() -> None:
    """Apply migrations on one connection, under a lock."""
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()


migrate()
