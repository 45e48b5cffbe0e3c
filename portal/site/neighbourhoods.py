"""The town's neighbourhoods: how many subjects are open in each, as a map and as a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core import maps
from portal.participation.models import Activity
from portal.territory import drawing
from portal.territory import queries as territory
from portal.territory.queries import ZoneCard


@dataclass(frozen=True, kw_only=True)
class Place:
    """A zone and how many open subjects concern it, those of the whole town included."""

    zone: ZoneCard
    subjects: int


@dataclass(frozen=True, kw_only=True)
class Neighbourhoods:
    """All places, `everywhere` subjects that concern each of them, and the picture (None without zones)."""

    places: tuple[Place, ...]
    everywhere: int
    chart: maps.Chart | None

    @property
    def subjects(self) -> list[int]:
        return [place.subjects for place in self.places]


def neighbourhoods(open_now: Sequence[Activity]) -> Neighbourhoods:
    """From what is open: no read of its own beyond the zones, which are remembered."""
    zones = territory.territory().zones()
    ids = {zone.id for zone in zones}
    everywhere = sum(activity.zone_id not in ids for activity in open_now)
    places = tuple(
        Place(zone=zone, subjects=everywhere + sum(activity.zone_id == zone.id for activity in open_now))
        for zone in zones
    )
    return Neighbourhoods(places=places, everywhere=everywhere, chart=drawing.chart(zones))
