"""Numbers into shapes: pure functions whose results the figure macros draw as SVG, each beside its table.

Lengths are in units of the view box (100 for bars and shares, 300 × 100 for curves); colours are classes of the sheet.
"""

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass

CLASSES = 5
WIDTH = 300
HEIGHT = 100
GAP = 0.5
NICE = (1, 2, 2.5, 4, 5, 10)


@dataclass(frozen=True)
class Bar:
    """One row of a table with bars; `share` is of those asked, `width` of the longest possible bar."""

    label: str
    n: int
    share: float
    width: float
    is_most: bool


@dataclass(frozen=True)
class Curve:
    """A line, the area under it and the heights of its rules. `ticks` go from the top down, as people read them."""

    line: str
    area: str
    ceiling: float
    ticks: tuple[float, ...]


@dataclass(frozen=True)
class Step:
    """A class of amounts, with its bounds: `low` included, `high` excluded (None: no bound)."""

    name: str
    low: float | None
    high: float | None


def share(n: float, of: float) -> float:
    """A part of a whole, 0 of nothing."""
    return n / of if of else 0.0


def bars(rows: Sequence[tuple[str, int]], of: int) -> list[Bar]:
    """Rows as bars of their share of `of`, in the order given; the first of the longest ones is marked."""
    most = max((n for _, n in rows), default=0)
    marked = next((place for place, (_, n) in enumerate(rows) if n == most and n > 0), None)
    return [
        Bar(label, n, share(n, of), round(min(share(n, of), 1) * 100, 1), place == marked)
        for place, (label, n) in enumerate(rows)
    ]


def ceiling(highest: float) -> float:
    """The round number a scale goes up to: 187 gives 200."""
    if highest <= 0:
        return 1
    unit: float = 10 ** math.floor(math.log10(highest))
    return next(step * unit for step in NICE if step * unit >= highest)


def curve(values: Sequence[float], width: int = WIDTH, height: int = HEIGHT) -> Curve:
    """A curve through values at equal distances, from zero up. One value alone is a level line."""
    top = ceiling(max(values, default=0))
    points = [*values] if len(values) > 1 else [*values, *values] or [0, 0]
    pace = width / (len(points) - 1)
    line = "M" + " ".join(
        f"{place * pace:.0f} {height - value / top * height:.0f}" for place, value in enumerate(points)
    )
    ticks = (top, top / 2, 0.0) if top > 1 else (top, 0.0)
    return Curve(line, f"{line} {width} {height} 0 {height}z", top, ticks)


def spark(values: Sequence[float], width: int = WIDTH, height: int = HEIGHT) -> str:
    """A small curve that fills its height, for the movement and not the amount."""
    low, high = min(values, default=0), max(values, default=0)
    lifted = [(value - low) / (high - low) * height if high > low else height / 2 for value in values]
    pace = width / max(len(lifted) - 1, 1)
    return "M" + " ".join(f"{place * pace:.0f} {height - value:.0f}" for place, value in enumerate(lifted))


def shares(parts: Sequence[float]) -> list[tuple[float, float]]:
    """(x, width) of each part of a bar of 100, with a joint between two that are there."""
    whole = sum(parts)
    placed, x = [], 0.0
    for part in parts:
        width = share(part, whole) * 100
        placed.append((round(x, 2), round(max(width - GAP, 0.3), 2) if part else 0.0))
        x += width
    return placed


def breaks(values: Sequence[float | None], classes: int = CLASSES) -> tuple[float, ...]:
    """Round bounds that put about as many values in each class; fewer bounds where values are few or alike."""
    known = sorted(value for value in values if value is not None)
    distinct = sorted(set(known))
    if len(distinct) <= classes:
        return tuple(distinct[1:])
    found: list[float] = []
    for place in range(1, classes):
        bound = _rounded(known[len(known) * place // classes])
        if known[0] < bound <= known[-1] and (not found or bound > found[-1]):
            found.append(bound)
    return tuple(found)


def class_of(value: float | None, bounds: Sequence[float]) -> str:
    """The style sheet's class of an amount, k1 to k5; nothing for an amount that is hidden."""
    if value is None:
        return ""
    return _names(len(bounds) + 1)[bisect.bisect_right(bounds, value)]


def key(bounds: Sequence[float]) -> list[Step]:
    """What each class stands for, from the least to the most."""
    lows, highs = [None, *bounds], [*bounds, None]
    return [Step(name, low, high) for name, low, high in zip(_names(len(bounds) + 1), lows, highs, strict=True)]


def _names(count: int) -> list[str]:
    """With fewer classes than five the colours stay as far apart as they can."""
    if count == 1:
        return ["k3"]
    return [f"k{1 + round(place * (CLASSES - 1) / (count - 1))}" for place in range(count)]


def _rounded(value: float) -> float:
    """Two figures are enough for a bound: 1 284 becomes 1 300, 12.34 becomes 12."""
    if value == 0:
        return 0
    digits = 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else rounded
