"""Long work that somebody waits for: how far it is, how fast, whether to stop, and what came of it.

The row is the only trace that matters: where a worker died, or Valkey lost the job, the clock asks for the work again.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, delete, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import NotFound

from portal.core import clock, jobs
from portal.core.database import Base, db, transaction, transactional
from portal.core.tenancy import TenantModel, across_organisations, get

STALLED = dt.timedelta(seconds=60)  # no batch takes that long
GIVEN_UP = dt.timedelta(days=1)


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Cancelled(Exception):
    """Somebody asked for this work to stop; what was done so far is kept, and said in the report."""


class Over(Exception):
    """The last word on this work was said before: a job that runs twice does it once."""


class Progress(TenantModel, Base):
    """A row that the worker writes and the page reads, so that both survive the other."""

    __tablename__ = "progress"
    __table_args__ = (Index("ix_progress_unfinished", "created_at", postgresql_where=text("finished_at IS NULL")),)

    kind: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=State.WAITING)
    done: Mapped[int] = mapped_column(server_default=text("0"))
    total: Mapped[int | None]
    position: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    report: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    asked_by: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    started_at: Mapped[dt.datetime | None]
    moved_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    is_cancel_asked: Mapped[bool] = mapped_column(server_default=text("false"))

    @property
    def rate(self) -> float | None:
        """Items a second so far."""
        if self.started_at is None or not self.done:
            return None
        seconds = ((self.finished_at or clock.now()) - self.started_at).total_seconds()
        return self.done / seconds if seconds > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """An honest guess from the rate so far."""
        if self.total is None or not self.rate or self.finished_at is not None:
            return None
        return max(0, self.total - self.done) / self.rate


@transactional
def begin(kind: str, *, total: int | None = None, asked_by: int | None = None) -> int:
    """A new piece of work, waiting. Returns its id, which is all a job needs."""
    row = Progress(kind=kind, total=total, asked_by=asked_by)
    db.session.add(row)
    db.session.flush()
    return row.id


def advance(progress_id: int, done: int, *, position: dict[str, Any] | None = None) -> None:
    """Say how far the work is, inside the transaction of the work itself. Raises Cancelled when it should stop."""
    row = get(Progress, progress_id)
    db.session.refresh(row)
    if row.is_cancel_asked:
        raise Cancelled
    row.state = State.RUNNING
    row.moved_at = clock.now()
    row.started_at = row.started_at or row.moved_at
    row.done = done
    if position is not None:
        row.position = position


def hold(progress_id: int) -> Progress:
    """The row, locked while the caller's transaction does its next batch: two workers never do the same one.

    Raises Cancelled when it should stop, Over when it is finished.
    """
    statement = select(Progress).where(Progress.id == progress_id).with_for_update()
    row = db.session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    if row.finished_at is not None:
        raise Over
    if row.is_cancel_asked:
        raise Cancelled
    row.state, row.moved_at = State.RUNNING, clock.now()
    row.started_at = row.started_at or row.moved_at
    return row


def finish(progress_id: int, state: State, report: dict[str, Any]) -> None:
    """The last word on a piece of work."""
    with transaction():
        row = get(Progress, progress_id)
        row.state, row.report, row.finished_at = state, report, clock.now()


@transactional
def cancel(progress_id: int) -> None:
    """Ask a piece of work to stop after its current batch."""
    db.session.execute(update(Progress).where(Progress.id == progress_id).values(is_cancel_asked=True))


_resumed: dict[str, tuple[str, str]] = {}


def resume(kind: str, queue_name: str, function: str) -> None:
    """Say which job goes on with a kind of work that stopped moving; it takes the organisation's id and the work's."""
    _resumed[kind] = (queue_name, function)


@transactional
def take_up_stalled() -> int:
    """What the clock does each second: ask again for work that nobody moves, once a minute each, for a day. Returns how many."""
    waiting = (Progress.finished_at.is_(None), Progress.kind.in_(_resumed))
    is_stalled = func.now() - func.coalesce(Progress.moved_at, Progress.created_at) > STALLED
    is_hopeless = func.now() - Progress.created_at > GIVEN_UP
    claim = update(Progress).where(*waiting, is_stalled, ~is_hopeless).values(moved_at=func.now())
    give_up = update(Progress).where(*waiting, is_stalled, is_hopeless)
    options = {"synchronize_session": False}
    with across_organisations():
        claimed = claim.returning(Progress.organisation_id, Progress.id, Progress.kind)
        rows = db.session.execute(claimed, execution_options=options).all()
        db.session.execute(give_up.values(state=State.FAILED, finished_at=func.now()), execution_options=options)
    for row in rows:
        queue_name, function = _resumed[row.kind]
        jobs.enqueue(queue_name, function, row.organisation_id, row.id)
    return len(rows)


def count_old(before: dt.datetime) -> int:
    """Works that ended before that instant."""
    return db.session.scalar(select(func.count(Progress.id)).where(Progress.finished_at < before)) or 0


def forget_old(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    ids = list(db.session.scalars(select(Progress.id).where(Progress.finished_at < before).limit(size)))
    db.session.execute(delete(Progress).where(Progress.id.in_(ids)))
    return len(ids)
