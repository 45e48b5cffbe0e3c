"""What came of an import, for the page that shows it and for the command line."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.surveys.importing import wording
from portal.surveys.importing.warnings import RowWarning

REFUSALS_KEPT = 1_000


@dataclass(frozen=True)
class Refusal:
    """A row that was not recorded, by its number in the file, and why."""

    row: int
    reasons: list[str]


@dataclass
class Report:
    """What became of the rows of a file. A row that was recorded by an earlier import is unchanged."""

    read: int = 0
    added: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)
    is_cancelled: bool = False

    def add(self, more: "Report") -> None:
        """Take in what became of some more rows."""
        self.read += more.read
        self.added += more.added
        self.unchanged += more.unchanged
        self.refused.extend(more.refused)

    def as_json(self) -> dict[str, object]:
        """Counts, then the refusals (the first thousand) and the columns that were left out."""
        return {
            "read": self.read,
            "added": self.added,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
            "refusals": [{"row": each.row, "reasons": each.reasons} for each in self.refused[:REFUSALS_KEPT]],
            "warnings": warnings_as_json(self.warnings),
            "is_cancelled": self.is_cancelled,
        }


def warnings_as_json(warnings: Sequence[RowWarning]) -> list[dict[str, object]]:
    """Warnings by sheet and row, with their words."""
    return [
        {
            "sheet": each.sheet,
            "row": each.row,
            "code": each.code.value,
            "detail": each.detail,
            "text": wording.say(each),
        }
        for each in warnings
    ]
