"""Fixed bins for numbers, so that a median can be told from counts that are added and taken away.

A bin's label tells its edges, "10..20": from 10 up to, but not including, 20. Counts of several versions of a
question, with other bounds, therefore stay readable. With both bounds: ten equal bins; a whole number gets bins of a
whole width, one per value when the bounds are at most ten apart. Without: 0, then 1, 2, 5 times each power of
ten (from a thousandth where decimals are allowed), the same below zero. The last bin holds the maximum too.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from portal.surveys.rules.shapes import Question

BINS = 10
DIGITS = ".12g"
STEPS = (1, 2, 5)
POWERS_UP_TO = 12
POWERS_FROM = -3


@dataclass(frozen=True, slots=True, order=True)
class Bin:
    """Numbers from `low` (included) to `high` (not included)."""

    low: float
    high: float

    @property
    def label(self) -> str:
        """The name under which answers are counted."""
        return f"{self.low:{DIGITS}}..{self.high:{DIGITS}}"

    @classmethod
    def find(cls, label: str) -> "Bin | None":
        """The bin of a label; None for what is none."""
        low, dots, high = label.partition("..")
        try:
            return cls(float(low), float(high)) if dots else None
        except ValueError:
            return None


class Bins:
    """All bins of one number question, lowest first."""

    __slots__ = ("_edges", "_labels")

    def __init__(self, question: Question) -> None:
        self._edges = _edges(question)
        pairs = zip(self._edges, self._edges[1:], strict=False)
        self._labels = [Bin(low, high).label for low, high in pairs]

    @property
    def labels(self) -> list[str]:
        """Every label, lowest first."""
        return list(self._labels)

    def label(self, amount: float) -> str:
        """The bin an amount falls in; beyond the edges, the first or the last one."""
        place = bisect_right(self._edges, amount) - 1
        return self._labels[min(max(place, 0), len(self._labels) - 1)]


def _edges(question: Question) -> list[float]:
    low, high = question.minimum, question.maximum
    if low is None or high is None or isinstance(low, date) or isinstance(high, date):
        return _logarithmic(POWERS_FROM if question.is_decimal else 0)
    if not question.is_decimal:
        return _whole(int(low), int(high))
    return _equal(float(low), float(high))


def _whole(low: int, high: int) -> list[float]:
    if high - low <= BINS:
        return [float(edge) for edge in range(low, high + 2)]
    width = math.ceil((high - low) / BINS)
    count = math.ceil((high - low) / width)
    return [float(low + width * index) for index in range(count + 1)]


def _equal(low: float, high: float) -> list[float]:
    if low == high:
        return [low, low + 1]
    edges = [float(f"{low + (high - low) * index / BINS:{DIGITS}}") for index in range(BINS + 1)]
    return sorted(set(edges))


def _logarithmic(lowest_power: int) -> list[float]:
    sizes = [float(f"{step}e{power}") for power in range(lowest_power, POWERS_UP_TO) for step in STEPS]
    sizes.append(10.0**POWERS_UP_TO)
    return [*(-size for size in reversed(sizes)), 0.0, *sizes]
