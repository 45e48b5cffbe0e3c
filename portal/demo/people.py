"""The crowd: who lives where, in what mood, and how sure the town is of each. Pure, and drawn with given seeds."""

import math
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry import shape

from portal.demo import names

COMES_BACK = 0.12  # how often somebody who took part elsewhere takes part here too
SPEAKS_ENGLISH = 0.04


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody invented. `far` is 0 in the centre and 1 at the edge; `mood` makes one person's answers go together."""

    name: str
    address: str
    zone: str | None
    far: float
    mood: float
    language: str
    reluctance: float


@dataclass(frozen=True)
class Place:
    """A neighbourhood as the crowd knows it."""

    key: str
    inhabitants: int
    far: float


def places(features: Sequence[dict[str, Any]], centre: str = "halles") -> list[Place]:
    """The neighbourhoods with their distance from the centre, from 0 to 1."""
    middles = {each["properties"]["key"]: shape(each["geometry"]).centroid for each in features}
    away = {key: math.dist(middle.coords[0], middles[centre].coords[0]) for key, middle in middles.items()}
    furthest = max(away.values())
    return [
        Place(each["properties"]["key"], each["properties"]["inhabitants"], away[each["properties"]["key"]] / furthest)
        for each in features
    ]


class Crowd:
    """A population that grows as it is asked for people, so that some come back and nobody comes twice to one activity."""

    def __init__(self, seed: str, where: Sequence[Place]) -> None:
        self._rng = random.Random(seed)
        self._places = where
        self._known: dict[str | None, list[Person]] = {place.key: [] for place in where} | {None: []}
        self._taken: set[str] = set()

    def come(self, count: int, rates: Sequence[float], elsewhere: float) -> list[Person]:
        """Different people: `rates` says how willingly each neighbourhood comes, `elsewhere` the share from outside."""
        inside = [place.inhabitants * rate for place, rate in zip(self._places, rates, strict=True)]
        outside = sum(inside) * elsewhere / (1 - elsewhere)
        homes = self._rng.choices([*self._places, None], [*inside, outside], k=count)
        here: set[Person] = set()
        for home in homes:
            here.add(self._somebody(home, here))
        found = sorted(here, key=lambda person: person.address)
        self._rng.shuffle(found)
        return found

    def meet(self, count: int, rates: Sequence[float]) -> list[Person]:
        """People that nobody has seen yet."""
        weights = [place.inhabitants * rate for place, rate in zip(self._places, rates, strict=True)]
        return [self._newcomer(home) for home in self._rng.choices(self._places, weights, k=count)]

    def _somebody(self, home: Place | None, here: Collection[Person]) -> Person:
        known = self._known[home.key if home else None]
        if known and self._rng.random() < COMES_BACK:
            found = self._rng.choice(known)
            if found not in here:
                return found
        return self._newcomer(home)

    def _newcomer(self, home: Place | None) -> Person:
        rng = self._rng
        name = names.full_name(rng)
        person = Person(
            name=name,
            address=names.address(rng, name, self._taken),
            zone=home.key if home else None,
            far=home.far if home else 1.0,
            mood=max(-2.0, min(2.0, rng.gauss(0, 1))),
            language="en" if rng.random() < SPEAKS_ENGLISH else "fr",
            reluctance=rng.random(),
        )
        self._known[person.zone].append(person)
        return person
