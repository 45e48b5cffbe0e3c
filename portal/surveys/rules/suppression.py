"""Tables of answers by zone that give nobody away (R14).

Counts under 5 are hidden. Since totals are public, a lone hidden count would be one subtraction away: others are
hidden with it until each hidden count could be another one in some table with the same totals and the same shown
counts. Such a table exists exactly where a ring leads through rows and columns over counts that nobody knows, in
turn one more and one less (see rings.py); what is hidden besides is what the cheapest ring needs. What totals alone
tell (nobody chose an option anywhere, nobody took part in a zone) is not hidden.

While people may still answer, counts move in steps of 5, and rings are sought among these steps first, so that
what is hidden does not move with a single answer either. Only where there is none, a ring may lead over small counts
as they are, and over shown counts that can move within their step.
"""

from collections.abc import Sequence

from portal.surveys.rules.rings import LESS, Place, Rings

THRESHOLD = 5
STEP = 5

Published = list[list[int | None]]


def suppress(table: Sequence[Sequence[int]], *, is_open: bool, has_row_totals: bool = True) -> Published:
    """The table as it may be published: rows are zones, columns answers; None is hidden.

    `is_open`: counts are given in steps of 5. `has_row_totals` is False where people may give several answers: the
    answers of a zone then add up to no public figure.
    """
    exact = [[max(0, n) for n in row] for row in table]
    counts = [[n // STEP * STEP for n in row] for row in exact] if is_open else exact
    known = _known_to_be_zero(exact, has_row_totals=has_row_totals)
    hidden = {
        (row, column)
        for row, line in enumerate(counts)
        for column, n in enumerate(line)
        if n < THRESHOLD and (row, column) not in known
    }
    _hide_rings(hidden, counts, exact, has_row_totals=has_row_totals)
    return [
        [None if (row, column) in hidden else n for column, n in enumerate(line)] for row, line in enumerate(counts)
    ]


Counts = Sequence[Sequence[int]]


def _known_to_be_zero(table: Counts, *, has_row_totals: bool) -> set[Place]:
    columns = [sum(column) for column in zip(*table, strict=True)]
    return {
        (row, column)
        for row, line in enumerate(table)
        for column in range(len(line))
        if columns[column] == 0 or (has_row_totals and sum(line) == 0)
    }


def _hide_rings(hidden: set[Place], counts: Counts, exact: Counts, *, has_row_totals: bool) -> None:
    """Add to what is hidden until no hidden count can be worked out. A ring keeps all counts on it safe."""

    def price(place: Place, change: int) -> int | None:
        n = counts[place[0]][place[1]]
        if change == LESS and n == 0:
            return None
        return 0 if place in hidden else 1 + n

    def price_within_steps(place: Place, change: int) -> int | None:
        n = exact[place[0]][place[1]]
        if change == LESS and n == 0:
            return None
        stays = (n + change) // STEP == n // STEP
        return 0 if place in hidden or stays else 1 + n

    size = (len(counts), len(counts[0]) if counts else 0)
    rings = [Rings(size, price, has_row_totals=has_row_totals)]
    if counts is not exact:
        rings.append(Rings(size, price_within_steps, has_row_totals=has_row_totals))
    safe: set[Place] = set()
    for place in sorted(hidden):
        if place not in safe:
            safe |= _hide_one_ring(place, rings, hidden)


def _hide_one_ring(place: Place, rings: Sequence[Rings], hidden: set[Place]) -> set[Place]:
    for each in rings:
        ring = each.cheapest(place)
        if ring is not None:
            hidden.update(step.place for step in ring if step.price)
            return {step.place for step in ring if step.place in hidden}
    return set()
