"""The town's neighbourhoods: how many subjects are open in each, as a map and as a list."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.core import maps
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


def neighbourhoods(open_by_zone: Mapping[int, int]) -> Neighbourhoods:
    """From how many are open by zone: no read of its own beyond the zones, which are remembered."""
    zones = territory.territory().zones()
    ids = {zone.id for zone in zones}
    everywhere = sum(n for zone_id, n in open_by_zone.items() if zone_id not in ids)
    places = tuple(Place(zone=zone, subjects=everywhere + open_by_zone.get(zone.id, 0)) for zone in zones)
    return Neighbourhoods(places=places, everywhere=everywhere, chart=drawing.chart(zones))
