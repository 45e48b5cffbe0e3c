"""Mean, spread and middle of numbers and scales, from sums and bins: nothing that needs the single answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portal.surveys.rules.bins import Bin
from portal.surveys.rules.figures import Figures
from portal.surveys.rules.shapes import Question, QuestionType


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the `n` people who answered. The deviation is the population's (these are all answers, not a sample).

    The median is exact for scales and for bins of one whole number; elsewhere it is read inside its bin,
    as if answers lay evenly in it.
    """

    n: int
    mean: float
    standard_deviation: float
    median: float

    def as_json(self) -> dict[str, float | int]:
        """As in the public JSON, four decimals."""
        return {
            "n": self.n,
            "mean": round(self.mean, 4),
            "standard_deviation": round(self.standard_deviation, 4),
            "median": round(self.median, 4),
        }


def statistics(question: Question, figures: Figures) -> Statistics | None:
    """The statistics of a scale or a number; None for other questions and where nobody answered."""
    if question.type is QuestionType.SCALE:
        median = _point_median(sorted((int(point), n) for point, n in figures.chosen.items() if n))
    elif question.type is QuestionType.NUMBER:
        median = _bin_median(question, figures)
    else:
        return None
    n = figures.answered
    if not n or median is None:
        return None
    mean = figures.asked.total / n
    variance = max(0.0, figures.asked.squares / n - mean * mean)
    return Statistics(n, mean, math.sqrt(variance), median)


def _point_median(counts: Sequence[tuple[int, int]]) -> float | None:
    """The middle answer, or the mean of the two middle ones."""
    total = sum(n for _, n in counts)
    if not total:
        return None
    return (_nth(counts, (total - 1) // 2) + _nth(counts, total // 2)) / 2


def _nth(counts: Sequence[tuple[int, int]], place: int) -> int:
    for point, n in counts:
        if place < n:
            return point
        place -= n
    raise IndexError(place)


def _bin_median(question: Question, figures: Figures) -> float | None:
    found = ((Bin.find(label), n) for label, n in figures.binned.items())
    counts = sorted((each, n) for each, n in found if each is not None and n)
    middle = sum(n for _, n in counts) / 2
    for each, n in counts:
        if middle <= n:
            return _inside(each, middle / n, is_exact=not question.is_decimal and each.high - each.low == 1)
        middle -= n
    return None


def _inside(each: Bin, place: float, *, is_exact: bool) -> float:
    return each.low if is_exact else each.low + (each.high - each.low) * place
