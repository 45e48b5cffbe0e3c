"""Public figures of an activity: totals, by assurance, by zone, by day; the kind adds its own questions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from portal.core import clock
from portal.participation import kinds
from portal.participation.models import Activity
from portal.participation.queries import tallies
from portal.participation.queries.tallies import Cell
from portal.participation.rules import small_counts, states
from portal.participation.tally import PARTICIPATION
from portal.territory import queries as territory

ASSURANCES = tuple(states.Assurance)


@dataclass(frozen=True, kw_only=True)
class ZoneFigure:
    """Participations of one zone; `zone` is None for people who gave none, `n` where it is hidden."""

    zone: territory.ZoneCard | None
    n: int | None

    @property
    def per_thousand(self) -> float | None:
        """Participations for a thousand inhabitants."""
        if self.n is None or self.zone is None or not self.zone.inhabitants:
            return None
        return 1000 * self.n / self.zone.inhabitants


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a results page and the public JSON say of every activity."""

    version: int
    counted: int
    pending: int
    moved_at: dt.datetime | None
    by_assurance: dict[str, int]
    by_zone: tuple[ZoneFigure, ...]
    by_day: tuple[tuple[dt.date, int], ...]
    cells: tuple[Cell, ...]


def figures(activity_id: int) -> Figures:
    """The stored figures, at the cost of reading them: nothing is counted here."""
    head = tallies.head(activity_id)
    cells = tallies.cells(activity_id)
    everybody = [cell for cell in cells if cell.mark == PARTICIPATION]
    by_assurance = _sums((cell.assurance, cell.n) for cell in everybody)
    return Figures(
        version=head.version if head else 0,
        counted=head.counted - head.elsewhere if head else 0,
        pending=head.pending if head else 0,
        moved_at=head.moved_at if head else None,
        by_assurance={name: max(0, by_assurance[name]) for name in ASSURANCES if by_assurance.get(name, 0) > 0},
        by_zone=_by_zone(everybody),
        by_day=tuple((row.day, row.n) for row in tallies.days(activity_id)),
        cells=tuple(cells),
    )


def public(activity: Activity) -> Figures:
    """The figures as anybody may read them: where taking part is itself an opinion, small counts by zone are hidden."""
    found = figures(activity.id)
    if not kinds.kind(activity.kind).hides_small_zones:
        return found
    now = clock.now()
    has_ended = activity.closes_at is not None and now >= activity.closes_at + states.GRACE
    return replace(found, by_zone=_guarded(found.by_zone, is_moving=not has_ended))


def _guarded(by_zone: Sequence[ZoneFigure], *, is_moving: bool) -> tuple[ZoneFigure, ...]:
    """Every zone that people may choose is there: which one is left out would tell where nobody took part."""
    counted = {each.zone.id if each.zone else 0: each.n or 0 for each in by_zone}
    chosen = territory.territory().zones()
    if not chosen:
        return tuple(by_zone)
    former = [each.zone for each in by_zone if each.zone and each.zone not in chosen]
    zones = [*chosen, *former, None]
    counts = [counted.get(zone.id if zone else 0, 0) for zone in zones]
    shown = small_counts.publishable(counts, is_moving=is_moving)
    return tuple(ZoneFigure(zone=zone, n=n) for zone, n in zip(zones, shown, strict=True))


def _by_zone(everybody: Sequence[Cell]) -> tuple[ZoneFigure, ...]:
    sums = _sums((cell.zone_id, cell.n) for cell in everybody)
    known = territory.territory().by_id()
    placed = [ZoneFigure(zone=known[zone_id], n=max(0, n)) for zone_id, n in sums.items() if zone_id in known]
    placed.sort(key=lambda figure: figure.zone.position if figure.zone else 0)
    unplaced = sum(n for zone_id, n in sums.items() if zone_id not in known)
    return (*placed, ZoneFigure(zone=None, n=unplaced)) if unplaced > 0 else tuple(placed)


def _sums(pairs: Iterable[tuple[str, int]] | Iterable[tuple[int, int]]) -> dict[object, int]:
    sums: dict[object, int] = defaultdict(int)
    for key, n in pairs:
        sums[key] += n
    return sums
