"""The one session and the one transaction boundary: a service call commits once, at its outermost level."""

import datetime as dt
import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, MetaData, Text, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session

logger = logging.getLogger(__name__)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

STATEMENT_TIMEOUT_MS = 15_000


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


db = SQLAlchemy(session_options={"expire_on_commit": False})


def engine_options(*, pool_size: int = 8) -> dict[str, Any]:
    """A pool that survives a restart of PostgreSQL, and statements that end."""
    return {
        "pool_pre_ping": True,
        "pool_size": pool_size,
        "max_overflow": 4,
        "pool_timeout": 5,
        "connect_args": {
            "application_name": "portal",
            "connect_timeout": 5,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC",
        },
    }


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
            db.session.rollback()
        raise
    finally:
        info["depth"] = depth


def transactional(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make a service function one transaction; called by another service, it joins that one's."""

    @functools.wraps(function)
    def wrapper(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with transaction():
            return function(*args, **kwargs)

    return wrapper


def after_commit(action: Callable[[], object]) -> None:
    """Do this once the transaction is durable; forgotten when it is rolled back. It must not matter if it is lost."""
    db.session.info.setdefault("after_commit", []).append(action)


@event.listens_for(Session, "after_commit")
def _do_after_commit(session: Session) -> None:
    for action in session.info.pop("after_commit", ()):
        try:
            action()
        except Exception:  # the work itself is safe in its rows; a sweep finds it
            logger.exception("an action after the commit failed")


@event.listens_for(Session, "after_rollback")
def _forget_after_commit(session: Session) -> None:
    session.info.pop("after_commit", None)
