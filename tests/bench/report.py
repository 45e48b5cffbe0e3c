"""A figure, its target, and what it was measured beside."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.load import Load


@dataclass(frozen=True)
class Figure:
    """`value` against `target`; `beside` tells the raw numbers behind it."""

    name: str
    value: float
    target: float
    unit: str = ""
    beside: str = ""
    is_most: bool = False

    @property
    def is_reached(self) -> bool:
        return self.value <= self.target if self.is_most else self.value >= self.target

    def __str__(self) -> str:
        sign = "≤" if self.is_most else "≥"
        verdict = "reached" if self.is_reached else "MISSED"
        return f"{self.name:<58} {self.value:>9.2f}{self.unit} ({sign} {self.target:g}{self.unit}, {verdict})  {self.beside}"


def ratio(name: str, target: float, rounds: int, ours: Callable[[int], Load], raw: Callable[[int], Load]) -> Figure:
    """Median over rounds of ours ÷ raw, each pair measured one right after the other. Errors of ours make it zero; with
    errors of the raw limit there is no measure."""
    pairs = [(ours(number), raw(number)) for number in range(rounds)]
    if any(bare.errors for _, bare in pairs):
        raise RuntimeError(f"{name}: the raw limit answered with errors")
    ratios = [mine.per_second / bare.per_second if not mine.errors else 0.0 for mine, bare in pairs]
    mine, bare = (statistics.median(load.per_second for load in side) for side in zip(*pairs, strict=True))
    errors = sum(mine.errors for mine, _ in pairs)
    beside = f"{mine:.0f}/s beside {bare:.0f}/s" + (f", {errors} ERRORS" if errors else "")
    return Figure(name, statistics.median(ratios), target, beside=beside)
