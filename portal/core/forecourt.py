"""The forecourt of the home page: paving in perspective before the town hall, one stone lit for each open subject.

Lengths and tones come from short fixed series, so that the same figure always gives the same picture and pages cache.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

HALF = 340  # of the picture, and a little more
VANISHING = (320, 98)
FOOT = 292
COURSES = (292, 256, 228, 206, 189, 176, 166, 158.5)
LENGTHS = (96, 58, 124, 80, 70, 110, 62, 90, 134, 66, 84)
TONES = ("p-b", "p-a", "p-c", "p-b", "p-d", "p-a", "p-c", "p-b", "p-c", "p-a", "p-b", "p-c", "p-d")
# where a stone is lit: how far along the foot of the picture, and which course; the first ones stand out most
LIT = (
    (345, 0),
    (205, 1),
    (470, 2),
    (300, 3),
    (560, 0),
    (120, 2),
    (400, 4),
    (330, 1),
    (215, 4),
    (90, 0),
    (520, 3),
    (275, 6),
)


@dataclass(frozen=True)
class Stone:
    """A stone of the course, from `left` to `right` where the picture ends."""

    course: int
    left: float
    right: float
    tone: str
    path: str


def draw(lit: int) -> tuple[tuple[str, str], ...]:
    """(tone, path) for each tone, with `lit` stones lit: at most twelve, or none would stand out."""
    return _draw(max(0, min(lit, len(LIT))))


@lru_cache(maxsize=len(LIT) + 1)
def _draw(lit: int) -> tuple[tuple[str, str], ...]:
    tones = {}
    for place, (x, course) in enumerate(LIT[:lit]):
        tones[x, course] = "p-lit" if place % 3 != 2 else "p-brand"
    paths: dict[str, list[str]] = {}
    for stone in _stones():
        here = (tone for (x, course), tone in tones.items() if course == stone.course and stone.left <= x < stone.right)
        paths.setdefault(next(here, stone.tone), []).append(stone.path)
    return tuple((tone, "".join(found)) for tone, found in sorted(paths.items()))


def _stones() -> Iterator[Stone]:
    """Courses from the foot of the picture to the steps: the farther, the more stones it takes to cross the view."""
    for course, (near, far) in enumerate(itertools.pairwise(COURSES)):
        reach = HALF / _nearness(far)
        x: float = VANISHING[0] - reach - course * 37
        for place in itertools.count(course * 5):
            right = x + LENGTHS[place % len(LENGTHS)]
            yield Stone(course, x, right, TONES[(place * 4 + course) % len(TONES)], _path(x, right, near, far))
            x = right
            if x > VANISHING[0] + reach:
                break


def _path(left: float, right: float, near: float, far: float) -> str:
    """The four corners, with joints that grow finer with distance; sides run to the vanishing point."""
    joint = 1 + (near - COURSES[-1]) / 90
    low, high = near - joint / 2, far + joint / 2
    corners = (
        _at(left, low) + joint,
        _at(right, low) - joint,
        _at(right, high) - joint * 0.7,
        _at(left, high) + joint * 0.7,
    )
    a, b, c, d = (f"{corner:.0f}" for corner in corners)
    return f"M{a} {low:.1f}H{b}L{c} {high:.1f}H{d}z"


def _at(x: float, y: float) -> float:
    """Where the line from x at the foot to the vanishing point crosses the height y."""
    return VANISHING[0] + (x - VANISHING[0]) * _nearness(y)


def _nearness(y: float) -> float:
    """1 at the foot of the picture, 0 at the vanishing point."""
    return (y - VANISHING[1]) / (FOOT - VANISHING[1])
