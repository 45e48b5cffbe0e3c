"""Events: the one way features hear of each other.

`publish` writes one narrow row per subscriber in the publisher's own transaction. After the commit the subscriber's queue
is woken (`core.jobs.wake`); `core.drain` hands the rows over in batches. See docs/decisions/0002-outbox.md.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Identity, Index, SmallInteger, insert, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import jobs
from portal.core.database import Base, after_commit, db
from portal.core.tenancy import current_organisation_id


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in the past tense, told in plain JSON values and ids."""

    def payload(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


AnyEvent = TypeVar("AnyEvent", bound=Event)
Handler = Callable[[Sequence[Any]], None]


class OutboxRow(Base):
    """An event on its way to one subscriber; deleted in the transaction of what the subscriber does with it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "subscriber", "organisation_id", "id", postgresql_where=text("parked_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    organisation_id: Mapped[int]
    subscriber: Mapped[str]
    event: Mapped[str]
    payload: Mapped[dict[str, Any]]
    happened_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    next_at: Mapped[dt.datetime | None]
    parked_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]


class OutboxRun(Base):
    """A batch somebody is working on, so that a worker that dies leaves a trace (its database session is gone)."""

    __tablename__ = "outbox_runs"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    subscriber: Mapped[str]
    size: Mapped[int]
    only_id: Mapped[int | None]
    backend_pid: Mapped[int]
    backend_started_at: Mapped[dt.datetime]


@dataclass(frozen=True)
class Subscriber:
    """Who hears of which events, on which queue, and with what function (called with a batch, inside a transaction)."""

    name: str
    take: Handler
    events: tuple[type[Event], ...]
    queue: str
    wants: Callable[[Any], bool]


_subscribers: dict[str, Subscriber] = {}
_by_event: dict[str, list[Subscriber]] = {}
_types: dict[str, type[Event]] = {}


def subscribe(
    name: str,
    take: Handler,
    *events: type[Event],
    queue: str = "default",
    wants: Callable[[Any], bool] = lambda _event: True,
) -> None:
    """Tell `take` of these events, in batches. `wants` keeps out, at publishing, what the subscriber would ignore."""
    if name in _subscribers:
        return
    subscriber = _subscribers[name] = Subscriber(name, take, events, queue, wants)
    jobs.serve(name, queue, "portal.core.drain.drain")
    for event in events:
        _types[event.__name__] = event
        _by_event.setdefault(event.__name__, []).append(subscriber)


def subscriber(name: str) -> Subscriber:
    """The subscriber of that name; KeyError means that `wiring` no longer knows it."""
    return _subscribers[name]


def subscribers() -> tuple[Subscriber, ...]:
    return tuple(_subscribers.values())


def publish(event: Event) -> None:
    """Tell whoever subscribed, once this transaction is committed."""
    publish_all((event,))


def publish_all(events: Iterable[Event]) -> None:
    """Tell of many events with one statement."""
    rows = [row for event in events for row in rows_of(event)]
    if not rows:
        return
    db.session.execute(insert(OutboxRow), rows)
    wake_after_commit(rows)


def rows_of(event: Event) -> list[dict[str, Any]]:
    """The rows an event becomes, for the few statements that write them together with what they tell of."""
    organisation_id = current_organisation_id()
    name = type(event).__name__
    heard_by = [subscriber for subscriber in _by_event.get(name, ()) if subscriber.wants(event)]
    if not heard_by:
        return []
    payload = event.payload()
    return [
        {"organisation_id": organisation_id, "subscriber": subscriber.name, "event": name, "payload": payload}
        for subscriber in heard_by
    ]


def listeners(event: type[Event]) -> list[str]:
    """Names of all who may hear of these events, for the few statements that write their rows set by set."""
    return [subscriber.name for subscriber in _by_event.get(event.__name__, ())]


def wake_after_commit(rows: Sequence[dict[str, Any]]) -> None:
    """Wake the queues of these rows when they are durable; the sweep finds them if that is lost."""
    names = {row["subscriber"] for row in rows}
    after_commit(lambda: jobs.wake(names))


def read(event: str, payload: dict[str, Any]) -> Event:
    """The event a row tells of; fields that an older release wrote and this one dropped are ignored."""
    kind = _types[event]
    known = {field.name for field in dataclasses.fields(kind)}
    return kind(**{name: value for name, value in payload.items() if name in known})


def as_json(payload: dict[str, Any]) -> str:
    """A payload as the text that raw SQL casts to jsonb."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
