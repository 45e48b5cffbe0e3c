"""Rings through a table: counts that could all change by one, in turn more and less, with no total telling.

Rows and columns are the ends of each count: a count grows on the way from its row to its column and shrinks on the way
back. A way from its column back to its row closes a ring in which it grows. Dijkstra finds the cheapest.
"""

import heapq
from collections.abc import Callable, Iterator
from typing import NamedTuple

MORE = 1
LESS = -1

Place = tuple[int, int]
Price = Callable[[Place, int], int | None]
"""What it costs to let a count change by MORE or LESS; None where it cannot."""

Node = tuple[str, int]
ELSEWHERE: Node = ("elsewhere", 0)
"""Where no row total is public, a row may gain or lose without any other figure telling."""


class Step(NamedTuple):
    """One count on a ring, and what letting it change costs."""

    place: Place
    price: int


class Move(NamedTuple):
    """From one end of a count to the other; no place on the way to or from elsewhere."""

    to: Node
    price: int
    place: Place | None


class Rings:
    """The rings of one table of (rows, columns)."""

    def __init__(self, size: tuple[int, int], price: Price, *, has_row_totals: bool) -> None:
        self._rows, self._columns = range(size[0]), range(size[1])
        self._price = price
        self._has_row_totals = has_row_totals

    def cheapest(self, place: Place) -> list[Step] | None:
        """The other counts of the cheapest ring over this one; None where there is no ring."""
        row, column = ("row", place[0]), ("column", place[1])
        ways = [
            self._way(start, end, place)
            for start, end, change in ((column, row, MORE), (row, column, LESS))
            if self._price(place, change) is not None
        ]
        return min((way for way in ways if way is not None), key=_cost, default=None)

    def _way(self, start: Node, end: Node, without: Place) -> list[Step] | None:
        waiting: list[tuple[int, Node]] = [(0, start)]
        cost: dict[Node, int] = {start: 0}
        came: dict[Node, tuple[Node, Move]] = {}
        while waiting:
            so_far, node = heapq.heappop(waiting)
            if node == end:
                return _steps_back(came, start, end)
            if so_far > cost[node]:
                continue
            for move in self._moves(node):
                total = so_far + move.price
                if move.place != without and total < cost.get(move.to, total + 1):
                    cost[move.to], came[move.to] = total, (node, move)
                    heapq.heappush(waiting, (total, move.to))
        return None

    def _moves(self, node: Node) -> Iterator[Move]:
        kind, number = node
        if kind == "row":
            for column in self._columns:
                yield from self._change((number, column), MORE, ("column", column))
            if not self._has_row_totals:
                yield Move(ELSEWHERE, 0, None)
        elif kind == "column":
            for row in self._rows:
                yield from self._change((row, number), LESS, ("row", row))
        else:
            yield from (Move(("row", row), 0, None) for row in self._rows)

    def _change(self, place: Place, change: int, to: Node) -> Iterator[Move]:
        price = self._price(place, change)
        if price is not None:
            yield Move(to, price, place)


def _cost(way: list[Step]) -> int:
    return sum(step.price for step in way)


def _steps_back(came: dict[Node, tuple[Node, Move]], start: Node, node: Node) -> list[Step]:
    steps = []
    while node != start:
        node, move = came[node]
        if move.place is not None:
            steps.append(Step(move.place, move.price))
    return steps
