"""An event and a subscriber of no meaning, for tests of how events travel."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import text

from portal.core import drain, outbox
from portal.core.database import db, transaction
from portal.core.outbox import Event

NAME = "bell"


@dataclass(frozen=True, kw_only=True)
class Rang(Event):
    """A bell rang."""

    number: int


@dataclass
class Bell:
    """Hears of bells, notes what it heard, and fails as a test wishes."""

    heard: list[int] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    on_take: Callable[[list[int]], None] = lambda _numbers: None

    def take(self, batch: Sequence[Rang]) -> None:
        numbers = [event.number for event in batch]
        self.batches.append(len(numbers))
        self.on_take(numbers)
        self.heard += numbers


@contextmanager
def listening(**options: object) -> Iterator[Bell]:
    """A subscriber `bell` for the time of the block."""
    bell = Bell()
    registries = (outbox._subscribers, outbox._by_event, outbox._types)  # wake-ups may still be on their way
    before = [dict(registry) for registry in registries]
    outbox.subscribe(NAME, bell.take, Rang, **options)
    try:
        yield bell
    finally:
        for registry, kept in zip(registries, before, strict=True):
            registry.clear()
            registry.update(kept)


def ring(*numbers: int) -> None:
    """Publish these in one transaction."""
    with transaction():
        outbox.publish_all(Rang(number=number) for number in numbers)


def drained() -> int:
    return drain.sweep(NAME)


def make_due() -> None:
    """Let the time pass that events wait after an error."""
    with transaction():
        db.session.execute(text("UPDATE outbox SET next_at = now() - interval '1 second' WHERE next_at IS NOT NULL"))


def waiting() -> list[int]:
    """The numbers that are still in the outbox, parked or not."""
    rows = db.session.scalars(
        text("SELECT (payload ->> 'number')::int FROM outbox WHERE subscriber = 'bell' ORDER BY id")
    )
    return list(rows)


def parked() -> dict[int, str]:
    """Numbers that were set aside, with their error."""
    rows = db.session.execute(
        text(
            "SELECT (payload ->> 'number')::int, error FROM outbox WHERE subscriber = 'bell' AND parked_at IS NOT NULL"
        )
    )
    return {row[0]: row[1] for row in rows}
