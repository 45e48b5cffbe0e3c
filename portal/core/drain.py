"""Taking events out of the outbox, so that each takes effect exactly once whatever crashes.

A batch is deleted and handed to its subscriber in one transaction. An error raised by an event's content is an attempt
(the batch is halved until the event stands alone, then put off, and parked at last). A lost connection, a deadlock or a
time-out counts nothing and is tried again whole. A batch whose worker died comes back in two halves, one after the other,
so that one event among 2 000 is found at the price of a dozen workers.
"""

import datetime as dt
import logging
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError

from portal.core import jobs, outbox
from portal.core.database import changed_rows, db, transaction
from portal.core.tenancy import use_organisation

logger = logging.getLogger(__name__)

BATCH = 2_000
ATTEMPTS = 5
WAIT_SECONDS = (5, 30, 120, 600)
DRAIN_SECONDS = 20.0
GATHER_SECONDS = 0.2
LATE_SECONDS = 1.5
TRANSIENT_TRIES = 5

TRANSIENT = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
    psycopg.errors.QueryCanceled,
    psycopg.errors.LockNotAvailable,
)

_LANES = text("""
    SELECT DISTINCT organisation_id FROM outbox
    WHERE subscriber = :subscriber AND parked_at IS NULL AND (next_at IS NULL OR next_at <= now())
    ORDER BY organisation_id""")

_LATE = text("""
    SELECT EXISTS (SELECT FROM outbox WHERE subscriber = :subscriber AND parked_at IS NULL
        AND (next_at IS NULL OR next_at <= now()) AND happened_at < now() - make_interval(secs => :age))""")

_TAKE = text("""
    DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox
        WHERE subscriber = :subscriber AND organisation_id = :organisation_id AND parked_at IS NULL
          AND (next_at IS NULL OR next_at <= now()) AND (CAST(:only_id AS bigint) IS NULL OR id = :only_id)
        ORDER BY id LIMIT :size FOR UPDATE SKIP LOCKED)
    RETURNING id, event, payload, happened_at, attempts""")

_BACK = text("""
    INSERT INTO outbox (id, organisation_id, subscriber, event, payload, happened_at, attempts, next_at, parked_at, error)
    OVERRIDING SYSTEM VALUE VALUES (:id, :organisation_id, :subscriber, :event, CAST(:payload AS jsonb), :happened_at, :attempts,
        now() + make_interval(secs => :wait), CASE WHEN :is_parked THEN now() END, :error)""")

_DEAD_RUN = text("""
    DELETE FROM outbox_runs WHERE id = (
        SELECT r.id FROM outbox_runs r
        WHERE r.subscriber = :subscriber AND r.organisation_id = :organisation_id AND NOT EXISTS (
            SELECT FROM pg_stat_activity a WHERE a.pid = r.backend_pid AND a.backend_start = r.backend_started_at)
        ORDER BY r.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING size, only_id, backend_pid = 0 AS is_second_half""")

_FIRST_DUE = text("""
    SELECT min(id) FROM outbox WHERE subscriber = :subscriber AND organisation_id = :organisation_id
      AND parked_at IS NULL AND (next_at IS NULL OR next_at <= now())""")

_PARK_DEADLY = text("""
    UPDATE outbox SET parked_at = now(), error = 'every worker that took it died' WHERE id = :id""")

_BEGIN_RUN = text("""
    INSERT INTO outbox_runs (organisation_id, subscriber, size, only_id, backend_pid, backend_started_at)
    SELECT :organisation_id, :subscriber, :size, :only_id, pid, backend_start
    FROM pg_stat_activity WHERE pid = pg_backend_pid() RETURNING id""")

_END_RUN = text("DELETE FROM outbox_runs WHERE id = :id")

_LEAVE_SECOND_HALF = text("UPDATE outbox_runs SET backend_pid = 0, only_id = NULL WHERE id = :id")  # nobody is 0


class _Run(NamedTuple):
    id: int
    size: int
    only_id: int | None
    is_first_half: bool


def drain(subscriber: str) -> int:
    """The job: take what waits for a subscriber, organisation by organisation, until nothing is left. Returns how many."""
    time.sleep(
        GATHER_SECONDS
    )  # what comes meanwhile joins this batch: a batch costs much the same for one as for a hundred
    jobs.valkey().delete(jobs.wake_key(subscriber))
    return sweep(subscriber)


def sweep_late(subscriber: str) -> int:
    """What the clock does each second, without Valkey: take what its wake-up should have had taken by now."""
    with transaction():
        is_late = db.session.scalar(_LATE, {"subscriber": subscriber, "age": LATE_SECONDS})
    return sweep(subscriber) if is_late else 0


def sweep(subscriber: str, *, seconds: float = DRAIN_SECONDS) -> int:
    """Take what waits, for as long as whole batches come; what comes meanwhile has its own wake-up."""
    taken = 0
    end = time.monotonic() + seconds
    while lanes := _lanes(subscriber):
        batches = [_take_one_batch(subscriber, organisation_id) for organisation_id in lanes]
        taken += sum(moved for moved, _ in batches)
        if not any(is_whole for _, is_whole in batches) or time.monotonic() > end:
            break
    return taken


def _lanes(subscriber: str) -> Sequence[int]:
    """The organisations that have something for this subscriber."""
    with transaction():
        return db.session.scalars(_LANES, {"subscriber": subscriber}).all()


def _take_one_batch(subscriber: str, organisation_id: int) -> tuple[int, bool]:
    """How many events moved, and whether that was all the batch could hold, so that there may be more."""
    lane = {"subscriber": subscriber, "organisation_id": organisation_id}
    with use_organisation(organisation_id):
        run = _begin_run(lane)
        is_whole = False
        try:
            moved = _with_patience(lane, run.size, run.only_id)
            is_whole = moved >= run.size
            return moved, is_whole
        finally:
            _end_run(run, leaves_second_half=run.is_first_half and is_whole)
            db.session.expunge_all()


def _begin_run(lane: dict[str, Any]) -> _Run:
    with transaction():
        size, only_id, is_first_half = BATCH, None, False
        dead = db.session.execute(_DEAD_RUN, lane).one_or_none()
        if dead is not None and dead.only_id is not None:
            logger.error("an event kills its worker and is parked", extra={"outbox_id": dead.only_id, **lane})
            db.session.execute(_PARK_DEADLY, {"id": dead.only_id})
        elif dead is not None:
            is_first_half = not dead.is_second_half
            size = (dead.size + 1) // 2 if is_first_half else dead.size
            only_id = db.session.scalar(_FIRST_DUE, lane) if size == 1 else None
        run_id: int = db.session.execute(_BEGIN_RUN, {**lane, "size": size, "only_id": only_id}).scalar_one()
    return _Run(run_id, size, only_id, is_first_half)


def _end_run(run: _Run, *, leaves_second_half: bool) -> None:
    """Where the first half killed nobody, the second is suspected: it is taken by itself, not in a whole batch again."""
    with transaction():
        db.session.execute(_LEAVE_SECOND_HALF if leaves_second_half else _END_RUN, {"id": run.id})


def _with_patience(lane: dict[str, Any], size: int, only_id: int | None) -> int:
    for attempt in range(TRANSIENT_TRIES):
        try:
            with transaction():
                rows = db.session.execute(_TAKE, {**lane, "size": size, "only_id": only_id}).all()
                _hand_over(lane, sorted(rows, key=lambda row: row.id))
            return len(rows)
        except DBAPIError as error:
            if not is_transient(error) or attempt == TRANSIENT_TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)
    return 0


def is_transient(error: BaseException) -> bool:
    """Whether trying the same thing again may succeed: nothing was wrong with its content."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error.orig, TRANSIENT)
    return isinstance(error, TRANSIENT)


def _hand_over(lane: dict[str, Any], rows: Sequence[Row[Any]]) -> None:
    """Give a batch to the subscriber; on an error of content, its two halves, down to the one event at fault."""
    if not rows:
        return
    try:
        with db.session.begin_nested():
            outbox.subscriber(lane["subscriber"]).take([_event(row) for row in rows])
            db.session.flush()
    except Exception as error:
        if is_transient(error):
            raise
        if len(rows) == 1:
            _put_off(lane, rows[0], error)
            return
        middle = len(rows) // 2
        _hand_over(lane, rows[:middle])
        _hand_over(lane, rows[middle:])


def _event(row: Row[Any]) -> outbox.Event:
    return outbox.read(row.event, row.payload)


def _put_off(lane: dict[str, Any], row: Row[Any], error: Exception) -> None:
    attempts = row.attempts + 1
    is_parked = attempts >= ATTEMPTS
    wait = WAIT_SECONDS[min(attempts, len(WAIT_SECONDS)) - 1]
    logger.error(
        "an event could not be taken", exc_info=error, extra={"outbox_id": row.id, "is_parked": is_parked, **lane}
    )
    back = {
        **lane,
        "id": row.id,
        "event": row.event,
        "payload": outbox.as_json(row.payload),
        "happened_at": row.happened_at,
        "attempts": attempts,
        "wait": wait,
        "is_parked": is_parked,
        "error": f"{type(error).__name__}: {error}"[:2000],
    }
    db.session.execute(_BACK, back)


def release_parked(subscriber: str) -> int:
    """Give parked events another chance, after their cause was mended. Returns how many."""
    statement = text(
        "UPDATE outbox SET parked_at = NULL, next_at = NULL, attempts = 0 WHERE subscriber = :subscriber AND parked_at IS NOT NULL"
    )
    with transaction():
        return changed_rows(statement, {"subscriber": subscriber})


def oldest_pending_at() -> dt.datetime | None:
    """When the oldest event that still waits happened, for /readyz and /metrics."""
    return db.session.scalar(text("SELECT min(happened_at) FROM outbox WHERE parked_at IS NULL"))
