"""What the pool's connections do: notice without asking that the server left, and keep what was prepared."""

import select
from typing import Any

import psycopg
from psycopg._preparing import PrepareManager
from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import DisconnectionError

OUTDATED = (
    "RevalidateCachedQuery"  # where PostgreSQL says that a kept plan must not change its columns; no code of its own
)


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
    prepared for longer than until the next page. PostgreSQL itself plans anew when a table changes, and refuses where a
    statement would give other columns than before: then the connection goes (`keep_prepared_statements`).

    No public setting of psycopg 3.3 says this (`prepared_max` bounds how many are kept, `prepare_threshold` when one is
    made); tests/core/test_database.py fails when a new version keeps them elsewhere.
    """

    def clear(self) -> bool:
        """Forget nothing. Returns whether the server is to forget it too."""
        return False


def keep_prepared_statements(engine: Engine) -> None:
    """Let the statements of a connection stay prepared as long as it lives, or until a migration outdates one of them:
    the pool then connects anew, and whoever met the error may try again."""

    @event.listens_for(engine, "connect")
    def keep(connection: Any, _record: object) -> None:
        connection._prepared = KeptStatements()

    @event.listens_for(engine, "handle_error")
    def let_go(context: ExceptionContext) -> None:
        error = context.original_exception
        if isinstance(error, psycopg.Error) and error.diag.source_function == OUTDATED:
            context.is_disconnect = True
