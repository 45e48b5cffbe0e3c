"""How far a petition is: its one number, the next threshold above it, and what is promised at each."""

import datetime as dt
from dataclasses import dataclass

from portal.participation.queries import tallies
from portal.petitions.models import Milestone, Petition, Threshold
from portal.petitions.queries import electors, promises
from portal.petitions.rules import thresholds


@dataclass(frozen=True)
class Rung:
    """A threshold as it applies to this petition, and its milestone once it was reached."""

    threshold: Threshold
    number: int
    milestone: Milestone | None

    @property
    def is_reached(self) -> bool:
        return self.milestone is not None and self.milestone.reverted_at is None


@dataclass(frozen=True)
class Progress:
    """`version` is that of the figures, for polls; `next` the lowest threshold above the count, if any is left.

    Of a statutory petition `counted` are the verified electors, `apart` all other signatures (CGCT L1112-16).
    """

    counted: int
    version: int
    moved_at: dt.datetime | None
    rungs: tuple[Rung, ...]
    next: Rung | None
    apart: int = 0
    is_statutory: bool = False
    elsewhere: int = 0  # of `counted`, how many were counted before it came here: they have no receipts

    @property
    def missing(self) -> int:
        """How many signatures the next threshold still takes."""
        return self.next.number - self.counted if self.next else 0


def progress(petition: Petition) -> Progress:
    """Read from stored figures: no signature is counted here."""
    head = tallies.head(petition.activity_id)
    total = head.counted if head else 0
    counted = electors.counted_towards(petition, total)
    rungs = _rungs(petition)
    coming = thresholds.next_target(
        counted, [thresholds.Target(id=rung.threshold.id, number=rung.number) for rung in rungs]
    )
    found = next((rung for rung in rungs if coming and rung.threshold.id == coming.id), None)
    return Progress(
        counted,
        head.version if head else 0,
        head.moved_at if head else None,
        rungs,
        found,
        apart=total - counted,
        is_statutory=petition.is_statutory,
        elsewhere=head.elsewhere if head else 0,
    )


def _rungs(petition: Petition) -> tuple[Rung, ...]:
    """The promises of today, and those of the past that were reached, by number."""
    rows = promises.active(is_statutory=petition.is_statutory, source=petition.source)
    marks = {row.threshold_id: row for row in promises.milestones(petition.activity_id)}
    numbers = {target.id: target.number for target in promises.targets(petition, rows)}
    known = {row.id: row for row in rows if row.id in numbers}
    gone = promises.by_ids([threshold_id for threshold_id in marks if threshold_id not in known])
    rungs = [
        Rung(row, marks[row.id].number if row.id in marks else numbers[row.id], marks.get(row.id))
        for row in (*known.values(), *gone.values())
    ]
    return tuple(sorted(rungs, key=lambda rung: (rung.number, rung.threshold.id)))
