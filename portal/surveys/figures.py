"""Each figure of the results page by itself, to be taken away: the numbers of the page, drawn once more or as a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import gettext as _

from portal.core import maps, plates
from portal.core.pictures import Canvas
from portal.participation import labels, pages
from portal.participation import results as results_of
from portal.participation.models import Activity
from portal.participation.results import Figures
from portal.participation.rules import states
from portal.surveys import findings
from portal.surveys import results as survey_results
from portal.surveys.findings import Finding

BY_ZONE, BY_DAY, BY_CERTAINTY = "by-zone", "by-day", "by-certainty"
OF_QUESTION = f"-{BY_ZONE}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`title` and `words` stand over the drawing; `heads` and `rows` are the sheet."""

    title: str
    words: str = ""
    draw: Callable[[Canvas], None]
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def find(activity: Activity, name: str) -> Figure | None:
    """The figure of that name, if the results page shows it now: `q1`, `q1-by-zone`, `by-zone`, `by-day`, `by-certainty`."""
    found = results_of.figures(activity.id)
    if not found.counted:
        return None
    own = {BY_ZONE: _by_zone, BY_DAY: _by_day, BY_CERTAINTY: _by_certainty}
    if name in own:
        return own[name](found)
    finding = _finding(activity, found, name.removesuffix(OF_QUESTION))
    if finding is None:
        return None
    return _matrix(finding) if name.endswith(OF_QUESTION) else _bars(finding)


def _finding(activity: Activity, found: Figures, key: str) -> Finding | None:
    is_open = pages.state(activity) is states.ActivityState.OPEN
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


def _by_zone(found: Figures) -> Figure | None:
    known = [(each.zone, each.n, each.per_thousand) for each in found.by_zone if each.zone]
    if not known:
        return None
    drawn = [(f"{zone.position}. {zone.name}", amount) for zone, _n, amount in known]
    rows: list[Sequence[Any]] = [
        (zone.name, n, "" if amount is None else round(amount, 1)) for zone, n, amount in known
    ]
    rows += [(_("Elsewhere, or not said"), each.n, "") for each in found.by_zone if not each.zone]
    return Figure(
        title=_("Participations for a thousand inhabitants"),
        draw=partial(plates.zones, chart=maps.draw([zone.geometry for zone, _n, _amount in known]), rows=drawn),
        heads=[_("Neighbourhood"), _("Number"), _("For 1,000")],
        rows=rows,
    )


def _by_day(found: Figures) -> Figure | None:
    if len(found.by_day) < 2:
        return None
    return Figure(
        title=_("Participations per day"),
        draw=partial(plates.curve, points=found.by_day),
        heads=[_("Day"), _("Participations")],
        rows=[(day.isoformat(), n) for day, n in found.by_day],
    )


def _by_certainty(found: Figures) -> Figure:
    rows = [(str(labels.ASSURANCES[states.Assurance(name)]), n) for name, n in found.by_assurance.items()]
    return Figure(
        title=_("Participations by certainty about their author"),
        draw=partial(plates.parts, rows=rows),
        heads=[_("Certainty"), _("Number")],
        rows=rows,
    )
