"""One line of a sheet typed anew or taken out, and lines that look like somebody who signed elsewhere."""

from flask import Response

from portal.accounts.rules import Right
from portal.core import web
from portal.core.access import access
from portal.core.errors import Refused
from portal.participation import labels
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.petitions.forms import paper as forms
from portal.petitions.forms.paper import Lines
from portal.petitions.manage.blueprint import actor_id, blueprint, frame, petition
from portal.petitions.queries import electors, paper
from portal.petitions.service import paper as service

HERE = "paper"


@blueprint.get("/<int:activity_id>/paper/<int:sheet_id>/lines/<int:participation_id>")
@access(Right.SIGNATURES_READ_NAMES)
def paper_line(activity_id: int, sheet_id: int, participation_id: int) -> Response:
    """A line, to be typed anew or taken out."""
    activity = petition(activity_id)
    paper.sheet(activity_id, sheet_id)
    row = paper.line(sheet_id, participation_id)
    lines = forms.of_line(row.name or "", row.place or "", row.zone_id)
    lines.has_electors = electors.is_statutory(activity_id)
    return _line_page(activity, sheet_id, participation_id, lines)


@blueprint.post("/<int:activity_id>/paper/<int:sheet_id>/lines/<int:participation_id>")
@access(Right.SIGNATURES_READ_NAMES)
def correct_line(activity_id: int, sheet_id: int, participation_id: int) -> Response:
    """Keep what the line says now; the totals follow."""
    activity = petition(activity_id)
    paper.sheet(activity_id, sheet_id)
    lines = Lines(1, web.posted(), has_electors=electors.is_statutory(activity_id))
    written = forms.read(lines)
    if lines.problems:
        return _line_page(activity, sheet_id, participation_id, lines, status=422)
    try:
        card = activities.card_by_id(activity_id)
        service.correct(card, sheet_id, participation_id, written[0], actor_id=actor_id())
    except Refused as refusal:
        lines.problems["name-0"] = str(refusal)
        return _line_page(activity, sheet_id, participation_id, lines, status=409)
    return web.see_other("petitions_manage.paper_sheet", activity_id=activity_id, sheet_id=sheet_id)


@blueprint.post("/<int:activity_id>/paper/<int:sheet_id>/lines/<int:participation_id>/remove")
@access(Right.SIGNATURES_READ_NAMES)
def remove_line(activity_id: int, sheet_id: int, participation_id: int) -> Response:
    """The line is not on the sheet: it does not count."""
    petition(activity_id)
    service.remove(activity_id, sheet_id, participation_id, actor_id=actor_id())
    return web.see_other("petitions_manage.paper_sheet", activity_id=activity_id, sheet_id=sheet_id)


@blueprint.get("/<int:activity_id>/paper/doubles")
@access(Right.SIGNATURES_READ_NAMES)
def paper_doubles(activity_id: int) -> Response:
    """Lines beside those who are like them: a person decides."""
    activity = petition(activity_id)
    return web.page(
        "petitions/manage/paper_doubles.html",
        pairs=paper.doubles(activity_id),
        most=paper.DOUBLES,
        labels=labels,
        **frame(activity, HERE),
    )


@blueprint.post("/<int:activity_id>/paper/doubles/<int:participation_id>/keep")
@access(Right.SIGNATURES_READ_NAMES)
def keep_both(activity_id: int, participation_id: int) -> Response:
    """They are two people."""
    petition(activity_id)
    service.keep_both(activity_id, participation_id, actor_id=actor_id())
    return web.see_other("petitions_manage.paper_doubles", activity_id=activity_id)


@blueprint.post("/<int:activity_id>/paper/doubles/<int:participation_id>/aside")
@access(Right.SIGNATURES_READ_NAMES)
def set_double_aside(activity_id: int, participation_id: int) -> Response:
    """They are one: the paper does not count."""
    petition(activity_id)
    service.set_double_aside(activity_id, participation_id, actor_id=actor_id())
    return web.see_other("petitions_manage.paper_doubles", activity_id=activity_id)


def _line_page(
    activity: Activity, sheet_id: int, participation_id: int, lines: Lines, *, status: int = 200
) -> Response:
    return web.page(
        "petitions/manage/paper_line.html",
        status=status,
        sheet_id=sheet_id,
        row=paper.line(sheet_id, participation_id),
        lines=lines,
        fields=forms.shown(lines),
        **frame(activity, HERE),
    )
