"""Each figure of the results page by itself, to be taken away: the numbers of the page, drawn once more or as a sheet."""

from functools import partial

from flask_babel import gettext as _

from portal.core import plates
from portal.participation import figures as common
from portal.participation import pages
from portal.participation import results as results_of
from portal.participation.figures import Figure
from portal.participation.models import Activity
from portal.participation.results import Figures
from portal.surveys import findings
from portal.surveys import results as survey_results
from portal.surveys.findings import Finding

OF_QUESTION = f"-{common.BY_ZONE}"


def find(activity: Activity, name: str) -> Figure | None:
    """The figure of that name, if the results page shows it now: `q1`, `q1-by-zone`, `by-zone`, `by-day`, `by-certainty`."""
    found = results_of.figures(activity.id)
    if not found.counted:
        return None
    if name in (common.BY_ZONE, common.BY_DAY, common.BY_CERTAINTY):
        return common.find(found, name)
    finding = _finding(activity, found, name.removesuffix(OF_QUESTION))
    if finding is None:
        return None
    return _matrix(finding) if name.endswith(OF_QUESTION) else _bars(finding)


def _finding(activity: Activity, found: Figures, key: str) -> Finding | None:
    is_open = pages.is_moving(activity)
    for result in survey_results.questions_of(activity.id, found.cells):
        if result.question.key == key:
            table = survey_results.by_zone(result, found.cells, is_open=is_open)
            return findings.findings([result], {key: table})[0]
    return None


def _bars(finding: Finding) -> Figure | None:
    if not finding.bars:
        return None
    return Figure(
        title=finding.title,
        words=finding.question if finding.question != finding.title else "",
        draw=partial(plates.bars, rows=finding.bars),
        heads=[_("Answer"), _("Number"), _("Share of those asked")],
        rows=[(bar.label, bar.n, round(bar.share, 4)) for bar in finding.bars],
    )


def _matrix(finding: Finding) -> Figure | None:
    """Out of a hundred people of each neighbourhood; an empty cell is hidden."""
    table = finding.by_zone
    if table is None:
        return None
    return Figure(
        title=finding.question,
        words=_("Out of a hundred people of each neighbourhood who saw the question."),
        draw=partial(plates.matrix, columns=table.columns, rows=table.rows),
        heads=[_("Neighbourhood"), *table.columns],
        rows=[
            (name, *("" if share is None else round(share * 100) for share in shares)) for name, shares in table.rows
        ],
    )
