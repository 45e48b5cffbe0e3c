"""Reading from a replica, where an installation has one: what strangers share, and exports. Acts, whatever follows them
and everybody who is signed in stay with the primary.

A replica that is away or late is left alone for a while, and the primary does its work.
"""

import time
from collections.abc import Collection
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, TimeoutError

from portal.core import microcache
from portal.core.database import db, engine_options

KEY = "replica"
LATE_SECONDS = 10  # no page is older than that because of a replica
LOOK_SECONDS = 2.0
AWAY_SECONDS = 10.0
CONNECT_SECONDS = 2

_IS_UP_TO_DATE = text("""
    SELECT coalesce(now() - pg_last_xact_replay_timestamp() < make_interval(secs => :late), true)""")


def binds(url: str | None) -> dict[str, dict[str, Any]]:
    """What Flask-SQLAlchemy is to know of the replica: nothing where there is none."""
    if url is None:
        return {}
    options = engine_options()
    return {KEY: options | {"url": url, "connect_args": options["connect_args"] | {"connect_timeout": CONNECT_SECONDS}}}


def init_app(app: Flask, pages: Collection[str]) -> None:
    """`pages`: blueprints and endpoints that show the same to every stranger and write nothing."""
    with app.app_context():
        if KEY not in db.engines:
            return
    app.extensions["replica_pages"] = frozenset(pages)
    app.before_request(_choose)


def bind_arguments() -> dict[str, Engine]:
    """For the statements of an export: `db.session.execute(statement, values, bind_arguments=bind_arguments())`."""
    engine = find()
    return {"bind": engine} if engine is not None else {}


def find() -> Engine | None:
    """The replica, if there is one and it answers now with fresh rows."""
    engine = db.engines.get(KEY)
    if engine is None:
        return None
    looked: tuple[float, bool] = current_app.extensions.get("replica_looked", (0.0, True))
    if looked[0] > time.monotonic() and not looked[1]:
        return None
    is_good = _is_good(engine, asks=looked[0] <= time.monotonic())
    if not is_good or looked[0] <= time.monotonic():
        until = time.monotonic() + (LOOK_SECONDS if is_good else AWAY_SECONDS)
        current_app.extensions["replica_looked"] = (until, is_good)
    return engine if is_good else None


def _is_good(engine: Engine, *, asks: bool) -> bool:
    """Taking a connection shows whether it is alive; how late it is, is asked now and then."""
    try:
        with engine.connect() as connection:
            return not asks or bool(connection.scalar(_IS_UP_TO_DATE, {"late": LATE_SECONDS}))
    except (DBAPIError, TimeoutError):
        return False


def _choose() -> None:
    pages = current_app.extensions["replica_pages"]
    is_listed = request.endpoint in pages or request.blueprint in pages
    is_shared = is_listed and microcache.is_for_everybody(request.environ)
    db.session.info["bind"] = find() if is_shared else None
