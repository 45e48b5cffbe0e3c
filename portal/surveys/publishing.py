"""A survey's figures and single responses, for programs."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from portal.core import languages
from portal.participation.kinds import Sheet
from portal.participation.queries.tallies import Cell
from portal.surveys import queries, results
from portal.surveys.rules import counting, sheets
from portal.surveys.rules.shapes import OTHER


def figures(activity_id: int, cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Each question with its figures, as the public JSON says them, in the language of the address."""
    words = {"yes": _("Yes"), "no": _("No"), OTHER: _("Other")}
    language, fallback = languages.current(), languages.main()
    found = results.questions_of(activity_id, cells)
    return [counting.as_json(result, language, fallback, words) for result in found]


def sheet(activity_id: int) -> Sheet:
    """Responses by question key; the figures' JSON is their code book."""
    keys = sheets.columns(queries.current_form(activity_id).questionnaire)

    def row(marks: Sequence[str]) -> list[str]:
        return sheets.row(keys, marks)

    return Sheet(heads=keys, row=row)
