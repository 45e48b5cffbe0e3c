"""What the tally's marks say, question by question, in the words of the questionnaire."""

from collections import defaultdict
from collections.abc import Iterable

from portal.participation.queries import tallies
from portal.surveys import queries
from portal.surveys.rules import counting


def questions_of(activity_id: int, cells: Iterable[tallies.Cell]) -> list[counting.QuestionResult]:
    """The result of each question, from stored cells added up over zones and assurances."""
    form = queries.current_form(activity_id)
    return counting.summary(form.questionnaire, added(cells))


def added(cells: Iterable[tallies.Cell]) -> dict[str, counting.Cell]:
    """Cells by mark, whatever the zone and the assurance."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    for cell in cells:
        total = sums[cell.mark]
        total[0] += cell.n
        total[1] += float(cell.total)
        total[2] += float(cell.squares)
    return {mark: counting.Cell(int(n), total, squares) for mark, (n, total, squares) in sums.items()}
