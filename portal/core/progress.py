"""Long work that somebody waits for: how far it is, how fast, whether to stop, and what came of it."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.database import Base, db, transaction, transactional
from portal.core.tenancy import TenantModel, get


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Cancelled(Exception):
    """Somebody asked for this work to stop; what was done so far is kept, and said in the report."""


class Progress(TenantModel, Base):
    """A row that the worker writes and the page reads, so that both survive the other."""

    __tablename__ = "progress"

    kind: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=State.WAITING)
    done: Mapped[int] = mapped_column(server_default=text("0"))
    total: Mapped[int | None]
    position: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    report: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    asked_by: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    started_at: Mapped[dt.datetime | None]
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
    row.started_at = row.started_at or clock.now()
    row.done = done
    if position is not None:
        row.position = position


def finish(progress_id: int, state: State, report: dict[str, Any]) -> None:
    """The last word on a piece of work."""
    with transaction():
        row = get(Progress, progress_id)
        row.state, row.report, row.finished_at = state, report, clock.now()


@transactional
def cancel(progress_id: int) -> None:
    """Ask a piece of work to stop after its current batch."""
    db.session.execute(update(Progress).where(Progress.id == progress_id).values(is_cancel_asked=True))
