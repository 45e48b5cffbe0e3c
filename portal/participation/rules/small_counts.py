"""Counts by zone that give nobody away, where taking part is itself an opinion (R14).

Counts under 5 are hidden. The total is public, so a lone hidden count would be one subtraction away, and several that are
all as large as a hidden count can be would be known too: the smallest of the others is then hidden with them. While people
may still take part, counts move in steps of 5: whoever watches the total and the list of names learns nobody's zone.
"""

from collections.abc import Sequence

FEWEST = 5
STEP = 5


def publishable(counts: Sequence[int], *, is_moving: bool) -> list[int | None]:
    """The counts as they may be read; None is hidden. Where nobody took part at all, nothing is hidden."""
    exact = [max(0, n) for n in counts]
    hidden = {place for place, n in enumerate(exact) if n < FEWEST} if any(exact) else set()
    others = sorted(set(range(len(exact))) - hidden, key=lambda place: exact[place])
    while others and _gives_away([exact[place] for place in hidden]):
        hidden.add(others.pop(0))
    return [None if place in hidden else n // STEP * STEP if is_moving else n for place, n in enumerate(exact)]


def _gives_away(hidden: Sequence[int]) -> bool:
    """Whether the sum of what is hidden tells the parts of it. That nobody took part in a zone harms nobody."""
    if not any(hidden):
        return False
    return len(hidden) == 1 or sum(hidden) == (FEWEST - 1) * len(hidden)
