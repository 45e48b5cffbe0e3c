"""The zones of a layer as one small picture, drawn once for as long as they stay the same."""

from collections.abc import Sequence
from functools import lru_cache

from portal.core import maps
from portal.territory.queries import ZoneCard

DRAWN = 64


def chart(zones: Sequence[ZoneCard]) -> maps.Chart | None:
    """The picture, its areas in the order of the zones; None where there is nothing to draw."""
    return _draw(tuple(zones))


@lru_cache(maxsize=DRAWN)
def _draw(zones: tuple[ZoneCard, ...]) -> maps.Chart | None:
    try:
        return maps.draw([zone.geometry for zone in zones])
    except ValueError:
        return None
