"""The one session and the one transaction boundary: a service call commits once, at its outermost level."""

import datetime as dt
import functools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import psycopg
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from psycopg.rows import namedtuple_row
from sqlalchemy import BigInteger, Connection, CursorResult, DateTime, Engine, Executable, MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase

logger = logging.getLogger(__name__)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

STATEMENT_TIMEOUT_MS = 15_000
SINGLE = "single"


class Base(DeclarativeBase):
    """What every table shares: constraint names that migrations can count on, and PostgreSQL's own types."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this name, and wants a plain dict
        int: BigInteger,
        str: Text,
        dt.datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        dict[str, str]: JSONB,
        list[Any]: JSONB,
    }


class PortalSession(Session):
    """The session, which asks another engine than the primary when `info["bind"]` names one (core.replica).

    Where the connection is lost, its server has undone what was not committed: taking it back or ending it is done, and no
    error. Otherwise an error page, or an answer that was ready, would fail on the way out of its request.
    """

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any) -> Engine | Connection:
        return super().get_bind(mapper, clause, bind or self.info.get("bind"), **kwargs)

    def rollback(self) -> None:
        with _lost_is_undone():
            super().rollback()

    def close(self) -> None:
        with _lost_is_undone():
            super().close()


@contextmanager
def _lost_is_undone() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise


db = SQLAlchemy(session_options={"expire_on_commit": False, "class_": PortalSession})


def engine_options(*, pool_size: int = 8) -> dict[str, Any]:
    """A pool that survives a restart of PostgreSQL, and statements that end."""
    return {
        "pool_size": pool_size,
        "max_overflow": 4,
        "pool_use_lifo": True,  # the same few connections again, whose statements are prepared already
        "pool_timeout": 5,
        "connect_args": {
            "application_name": "portal",
            "connect_timeout": 5,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC",
        },
    }


def single_statements(url: str) -> dict[str, dict[str, Any]]:
    """A second, small pool, whose statements are transactions of their own: nothing is begun, ended or reset around them."""
    options = engine_options(pool_size=4)
    return {SINGLE: options | {"url": url, "isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}}


def changed_rows(statement: Executable, values: Mapping[str, Any]) -> int:
    """Run a statement that writes, in the session's transaction. Returns how many rows it touched."""
    done = db.session.execute(statement, values)
    return done.rowcount if isinstance(done, CursorResult) else 0


def in_one_statement(sql: str, values: Mapping[str, Any]) -> Any:
    """Run one statement that is a transaction of its own, in one round trip. Returns its first row, by attribute names.

    For the one act that thousands do at once: a transaction of the session's takes three round trips and the session's
    bookkeeping (docs/decisions/0006-one-act-one-statement.md). Inside a transaction, or where the session itself has joined
    a connection, it joins too.
    """
    if _is_in_transaction() or isinstance(db.engine, Connection):
        return _in_a_savepoint(sql, values)
    pooled = db.engines[SINGLE].raw_connection()
    connection: Any = pooled.driver_connection
    try:
        return connection.cursor(row_factory=namedtuple_row).execute(sql, values).fetchone()
    except psycopg.IntegrityError:  # the statement is undone, the connection as good as before
        raise
    except psycopg.Error:
        pooled.invalidate()
        raise
    finally:
        pooled.close()


def _in_a_savepoint(sql: str, values: Mapping[str, Any]) -> Any:
    try:
        with transaction(), db.session.begin_nested():
            return db.session.connection().exec_driver_sql(sql, dict(values)).first()
    except IntegrityError as error:
        if isinstance(error.orig, psycopg.Error):
            raise error.orig from error
        raise


def without_time_limit() -> None:
    """Let the statements of the session's transaction take as long as they take: for workers, never for requests."""
    db.session.execute(text("SET LOCAL statement_timeout = 0"))


@contextmanager
def transaction() -> Iterator[None]:
    """Commit once, at the outermost level; roll everything back on any error."""
    info = db.session.info
    depth = info.get("depth", 0)
    info["depth"] = depth + 1
    try:
        yield
        if depth == 0:
            db.session.commit()
    except BaseException:
        if depth == 0:
            info.pop("after_commit", None)
            db.session.rollback()
        raise
    finally:
        info["depth"] = depth
    if depth == 0:
        _do_after_commit(info.pop("after_commit", ()))


def transactional(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make a service function one transaction; called by another service, it joins that one's."""

    @functools.wraps(function)
    def wrapper(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with transaction():
            return function(*args, **kwargs)

    return wrapper


def after_commit(action: Callable[[], object]) -> None:
    """Do this once the transaction is durable (at once where none is under way); forgotten when it is rolled back.

    Savepoints change nothing of that. It must not matter if it is lost, nor if it is done once too often.
    """
    if not _is_in_transaction():
        action()
        return
    db.session.info.setdefault("after_commit", []).append(action)


def _is_in_transaction() -> bool:
    """Asked without making a session where nobody needed one yet."""
    return db.session.registry.has() and bool(db.session.info.get("depth"))


def _do_after_commit(actions: Iterable[Callable[[], object]]) -> None:
    for action in actions:
        try:
            action()
        except Exception:  # the work itself is safe in its rows; a sweep finds it
            logger.exception("an action after the commit failed")
