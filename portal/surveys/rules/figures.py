"""Tally cells sorted out by question: what `marks.py` wrote, read back."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """One tally key, summed over zones and assurances: how many, and the sum and squares of their amounts."""

    n: int
    total: float = 0.0
    squares: float = 0.0


Cells = Mapping[str, Cell]

NO_CELL = Cell(0)
MARK = re.compile(r"(q[0-9]+)([=@-]?)(.*)", re.DOTALL)


@dataclass(slots=True)
class Figures:
    """The counts of one question. `asked` carries the sum and the squares of its numbers."""

    asked: Cell = NO_CELL
    unanswered: int = 0
    chosen: dict[str, int] = field(default_factory=dict)
    binned: dict[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """How many of those asked gave an answer."""
        return max(0, self.asked.n - self.unanswered)


def by_question(cells: Cells) -> dict[str, Figures]:
    """Figures by question key. A count below zero, while events are on their way, is taken as zero."""
    figures: dict[str, Figures] = defaultdict(Figures)
    for mark, cell in cells.items():
        match = MARK.fullmatch(mark)
        if match is None:
            continue
        key, sign, rest = match.groups()
        _note(figures[key], sign, rest, cell._replace(n=max(0, cell.n)))
    return figures


def _note(figures: Figures, sign: str, rest: str, cell: Cell) -> None:
    if sign == "=":
        figures.chosen[rest] = cell.n
    elif sign == "@":
        figures.binned[rest] = cell.n
    elif sign == "-":
        figures.unanswered = cell.n
    else:
        figures.asked = cell
