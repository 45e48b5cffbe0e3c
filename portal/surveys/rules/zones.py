"""One question's answers by zone, as they may be published (R14)."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.surveys.rules.outcomes import OptionResult
from portal.surveys.rules.results import QuestionResult
from portal.surveys.rules.shapes import QuestionType
from portal.surveys.rules.suppression import suppress

COMPARED = frozenset({QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.SCALE, QuestionType.YES_NO})
"""Questions whose answers are set against zones: those with a few answers that everybody is offered."""


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone ("" is people without one): how many were asked, and how many gave each answer; None is hidden."""

    zone: str
    asked: int
    counts: tuple[int | None, ...]

    def share(self, place: int) -> float | None:
        """The share of those asked who gave an answer, from 0 to 1; None where it is hidden or nobody was asked."""
        n = self.counts[place]
        return None if n is None or not self.asked else min(1.0, n / self.asked)


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """Answers by zone. `options` are the columns; `has_hidden` calls for a line that says why."""

    options: tuple[OptionResult, ...]
    rows: tuple[ZoneRow, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether anything is hidden."""
        return any(n is None for row in self.rows for n in row.counts)


def zone_table(result: QuestionResult, cells: Mapping[str, Mapping[str, int]], *, is_open: bool) -> ZoneTable | None:
    """The table of a question from its counts by zone and mark ("q3=a", "q3", "q3-"), zones in the order to show.

    None where the question has no answers to compare. All zones must be there, people without a zone too: what is
    hidden is worked out against totals that everybody sees.
    """
    if result.question.type not in COMPARED or not cells:
        return None
    key = result.question.key
    is_several = result.question.type is QuestionType.MULTIPLE
    marks = [f"{key}={option.key}" for option in result.options] + ([] if is_several else [f"{key}-"])
    counts = [[marked.get(mark, 0) for mark in marks] for marked in cells.values()]
    published = suppress(counts, is_open=is_open, has_row_totals=not is_several)
    rows = (
        ZoneRow(zone, max(0, marked.get(key, 0)), tuple(shown[: len(result.options)]))
        for (zone, marked), shown in zip(cells.items(), published, strict=True)
    )
    return ZoneTable(tuple(result.options), tuple(rows))
