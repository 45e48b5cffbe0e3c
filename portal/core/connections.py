"""What the pool's connections do: notice without asking that the server left, and keep what was prepared."""

import select
from typing import Any

from psycopg._preparing import PrepareManager
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError


def drop_dead_connections(engine: Engine) -> None:
    """Look, without a round trip, whether PostgreSQL closed a connection while it was idle: its socket is then readable.

    What `pool_pre_ping` asks the server at each checkout, this asks the kernel. The pool then connects anew.
    """

    @event.listens_for(engine, "checkout")
    def check(connection: Any, _record: object, _proxy: object) -> None:
        readable, _, _ = select.select((connection.fileno(),), (), (), 0)
        if readable:
            raise DisconnectionError("the server closed this connection while it was idle")


class KeptStatements(PrepareManager):
    """psycopg forgets all prepared statements of a connection at each ROLLBACK, for fear of tables made anew under them.

    Every page that only reads ends with a rollback, and a web process makes no tables: with that rule nothing would stay
    prepared for longer than until the next page. PostgreSQL itself plans anew when a table changes.
    """

    def clear(self) -> bool:
        """Forget nothing. Returns whether the server is to forget it too."""
        return False


def keep_prepared_statements(engine: Engine) -> None:
    """Let the statements of a connection stay prepared as long as it lives."""

    @event.listens_for(engine, "connect")
    def keep(connection: Any, _record: object) -> None:
        connection._prepared = KeptStatements()
