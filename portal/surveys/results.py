"""What the tally's marks say, question by question, in the words of the questionnaire."""

from collections import defaultdict
from collections.abc import Iterable

from portal.participation.queries import tallies
from portal.surveys import queries
from portal.surveys.rules import counting, zones
from portal.surveys.rules.zones import ZoneTable
from portal.territory import queries as territory


def questions_of(activity_id: int, cells: Iterable[tallies.Cell]) -> list[counting.QuestionResult]:
    """The result of each question, from stored cells added up over zones and assurances.

    Earlier versions name the answers that are no longer offered and that people gave all the same.
    """
    current, *former = queries.published_forms(activity_id)
    known = territory.territory()
    names = {layer: {zone.key: zone.name for zone in known.zones(layer)} for layer in ("", *known.layers)}
    return counting.summary(
        current.questionnaire, added(cells), former=[form.questionnaire for form in former], zones=names
    )


def by_zone(result: counting.QuestionResult, cells: Iterable[tallies.Cell], *, is_open: bool) -> ZoneTable | None:
    """One question's answers by zone, small counts hidden (R14); None where it has none to compare.

    Zones come in the order of the territory, then "" for people without one.
    """
    known = territory.territory().by_id()
    prefix = result.question.key
    sums: dict[str, dict[str, int]] = {zone: defaultdict(int) for zone in (*(card.key for card in known.values()), "")}
    for cell in cells:
        if cell.mark == prefix or cell.mark.startswith((f"{prefix}=", f"{prefix}-")):
            zone = known.get(cell.zone_id)
            sums[zone.key if zone else ""][cell.mark] += cell.n
    return zones.zone_table(result, {zone: counts for zone, counts in sums.items() if counts}, is_open=is_open)


def added(cells: Iterable[tallies.Cell]) -> dict[str, counting.Cell]:
    """Cells by mark, whatever the zone and the assurance."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    for cell in cells:
        total = sums[cell.mark]
        total[0] += cell.n
        total[1] += float(cell.total)
        total[2] += float(cell.squares)
    return {mark: counting.Cell(int(n), total, squares) for mark, (n, total, squares) in sums.items()}
