"""What a portal needs to do its work, looked at one by one: what is found, and what to do about it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from redis import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.core import jobs
from portal.core.database import db

LATE_SECONDS = 60
LONG_QUEUE = 1_000
SMALL_DISK = 1_000_000_000  # bytes

_EVENTS = text("""
    SELECT count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked, max(error) FILTER (WHERE parked_at IS NOT NULL) AS error,
        count(*) FILTER (WHERE parked_at IS NULL) AS waiting,
        coalesce(extract(epoch FROM now() - min(happened_at) FILTER (WHERE parked_at IS NULL)), 0)::int AS seconds
    FROM outbox""")

_LETTERS = text("""
    SELECT count(*) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL) AS waiting,
        coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE sent_at IS NULL AND failed_at IS NULL)), 0)::int
            AS seconds,
        count(*) FILTER (WHERE failed_at > now() - interval '7 days') AS failed,
        max(error) FILTER (WHERE sent_at IS NULL) AS error
    FROM letters""")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `remedy` is empty when nothing needs doing."""

    subject: str
    found: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy


def examine() -> Iterator[Finding]:
    """Everything, in the order in which one depends on the other; without a base there is little more to see."""
    base = _database()
    yield base
    if base.is_well:
        for look in (_migrations, _events, _letters):
            yield _safely(look)
    yield from _queues()
    yield _disk()


def _safely(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except SQLAlchemyError as error:
        db.session.rollback()
        return Finding(
            look.__name__.strip("_"), f"cannot be read: {type(error).__name__}", "apply the migrations: portal up"
        )


def _database() -> Finding:
    try:
        version = db.session.scalar(text("SHOW server_version"))
    except SQLAlchemyError as error:
        db.session.rollback()
        return Finding(
            "database", f"does not answer: {type(error).__name__}", "check DATABASE_URL and that PostgreSQL runs"
        )
    return Finding("database", f"PostgreSQL {version}")


def _migrations() -> Finding:
    head = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config()).get_current_head()
    applied = MigrationContext.configure(db.session.connection()).get_current_revision()
    if applied != head:
        return Finding("migrations", f"at {applied or 'none'}, the portal needs {head}", "start it once: portal up")
    return Finding("migrations", f"at {applied}, the newest")


def _events() -> Finding:
    row = db.session.execute(_EVENTS).one()
    found = f"{row.waiting} wait, the oldest since {row.seconds} s; {row.parked} parked"
    if row.parked:
        return Finding("events", f"{found} ({row.error})", "mend the cause, then: portal events release")
    if row.seconds > LATE_SECONDS:
        return Finding("events", found, "see that workers and the clock run: portal up, or portal worker tally")
    return Finding("events", found)


def _letters() -> Finding:
    row = db.session.execute(_LETTERS).one()
    found = f"{row.waiting} wait, the oldest since {row.seconds} s; {row.failed} given up this week"
    if row.error:
        return Finding(
            "letters", f"{found} ({row.error})", "check MAIL_URL and the mail server; letters are tried again"
        )
    if row.seconds > LATE_SECONDS:
        return Finding("letters", found, "see that a mail worker or the clock runs: portal worker mail")
    return Finding("letters", found)


def _queues() -> Iterator[Finding]:
    try:
        depth, workers = jobs.depth(), jobs.workers()
    except RedisError as error:
        remedy = "check REDIS_URL and that Valkey runs; nothing is lost meanwhile, it is only slower"
        yield Finding("queues", f"Valkey does not answer: {type(error).__name__}", remedy)
        return
    for name in jobs.QUEUES:
        found = f"{depth[name]} jobs wait, {workers[name]} workers"
        remedy = "" if workers[name] else f"start one: portal up, or portal worker {name}"
        if workers[name] and depth[name] > LONG_QUEUE:
            remedy = f"add a worker: portal worker {name}"
        yield Finding(f"queue {name}", found, remedy)


def _disk() -> Finding:
    folder = current_app.extensions["settings"].data_dir
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB free in {folder}"
    return Finding("disk", found, "make room: PostgreSQL stops when it is full" if free < SMALL_DISK else "")
