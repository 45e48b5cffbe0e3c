"""Signatures on paper: sheets, their lines typed one after the other, and who signed twice."""

from flask import Response, request
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import NotFound

from portal.accounts.rules import Right
from portal.core import attachments, bodies, web
from portal.core.access import access
from portal.core.errors import Refused
from portal.participation import labels
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.petitions.forms import paper as forms
from portal.petitions.forms.paper import AsideForm, Lines, ScanForm, SheetForm
from portal.petitions.manage.blueprint import actor_id, blueprint, frame, petition
from portal.petitions.queries import electors, paper
from portal.petitions.service import paper as service
from portal.territory import queries as territory

HERE = "paper"
KNOWN_SHOWN = 5


@blueprint.get("/<int:activity_id>/paper")
@access(Right.SIGNATURES_READ_NAMES)
def paper_sheets(activity_id: int) -> Response:
    """The sheets of a petition, how many lines each brought, and how many lines somebody should look at."""
    activity = petition(activity_id)
    return web.page(
        "petitions/manage/paper.html",
        sheets=paper.sheets(activity_id),
        doubles=len(paper.doubles(activity_id)),
        **frame(activity, HERE),
    )


@blueprint.get("/<int:activity_id>/paper/new")
@access(Right.SIGNATURES_READ_NAMES)
def new_sheet(activity_id: int) -> Response:
    """The form of a sheet, empty."""
    return _new_page(petition(activity_id), SheetForm())


@blueprint.post("/<int:activity_id>/paper/new")
@access(Right.SIGNATURES_READ_NAMES)
@bodies.takes(attachments.POST_BYTES)
def add_sheet(activity_id: int) -> Response:
    """Take a sheet in, then type its lines."""
    activity = petition(activity_id)
    form = SheetForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return _new_page(activity, form, status=422)
    try:
        row = service.add_sheet(activities.card_by_id(activity_id), form.new_sheet(), actor_id=actor_id())
    except Refused as refusal:
        form.received_on.errors = [str(refusal)]
        return _new_page(activity, form, status=422)
    return web.see_other("petitions_manage.paper_sheet", activity_id=activity_id, sheet_id=row.id)


@blueprint.get("/<int:activity_id>/paper/<int:sheet_id>")
@access(Right.SIGNATURES_READ_NAMES)
def paper_sheet(activity_id: int, sheet_id: int) -> Response:
    """Type: one line, Enter, the next one; or ten at once (`?lines=10`). Below, what was typed already."""
    lines = Lines(forms.count_of(request.args.get("lines", "")), has_electors=electors.is_statutory(activity_id))
    return _sheet_page(petition(activity_id), sheet_id, lines)


@blueprint.post("/<int:activity_id>/paper/<int:sheet_id>")
@access(Right.SIGNATURES_READ_NAMES)
def enter_lines(activity_id: int, sheet_id: int) -> Response:
    """Count these lines, and come back for the next ones."""
    activity = petition(activity_id)
    fields = web.posted()
    count = forms.count_of((fields.get("lines") or [""])[0])
    lines = Lines(count, fields, has_electors=electors.is_statutory(activity_id))
    written = forms.read(lines)
    if lines.problems:
        return _sheet_page(activity, sheet_id, lines, status=422)
    try:
        entered = service.enter(activities.card_by_id(activity_id), sheet_id, written)
    except Refused as refusal:
        lines.problems["name-0"] = str(refusal)
        return _sheet_page(activity, sheet_id, lines, status=409)
    return web.see_other(
        "petitions_manage.paper_sheet",
        activity_id=activity_id,
        sheet_id=sheet_id,
        lines=lines.count,
        counted=entered.counted,
        known=[sheet or 0 for _name, sheet in entered.known[:KNOWN_SHOWN]],
    )


@blueprint.get("/<int:activity_id>/paper/<int:sheet_id>/scan")
@access(Right.SIGNATURES_READ_NAMES)
def scan(activity_id: int, sheet_id: int) -> Response:
    """The scan, for whoever may read names."""
    petition(activity_id)
    row = paper.sheet(activity_id, sheet_id)
    if row.attachment_id is None:
        raise NotFound
    return attachments.serve(row.attachment_id, f"sheet-{sheet_id}")


@blueprint.post("/<int:activity_id>/paper/<int:sheet_id>/scan")
@access(Right.SIGNATURES_READ_NAMES)
@bodies.takes(attachments.POST_BYTES)
def attach_scan(activity_id: int, sheet_id: int) -> Response:
    """Put a scan beside a sheet."""
    activity = petition(activity_id)
    form = ScanForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate() or form.scan.content is None:
        return _sheet_page(activity, sheet_id, Lines(1), form=form, status=422)
    service.attach_scan(activity_id, sheet_id, form.scan.content, actor_id=actor_id())
    return web.see_other("petitions_manage.paper_sheet", activity_id=activity_id, sheet_id=sheet_id)


@blueprint.get("/<int:activity_id>/paper/<int:sheet_id>/aside")
@access(Right.SIGNATURES_READ_NAMES)
def ask_sheet_aside(activity_id: int, sheet_id: int) -> Response:
    """How many lines would go with the sheet, and why it should."""
    return _aside_page(petition(activity_id), sheet_id, AsideForm())


@blueprint.post("/<int:activity_id>/paper/<int:sheet_id>/aside")
@access(Right.SIGNATURES_READ_NAMES)
def set_sheet_aside(activity_id: int, sheet_id: int) -> Response:
    """Nothing of this sheet counts; the totals follow."""
    activity, form = petition(activity_id), AsideForm(request.form)
    if not form.validate():
        return _aside_page(activity, sheet_id, form, status=422)
    service.set_sheet_aside(activity_id, sheet_id, form.reason.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.paper_sheet", activity_id=activity_id, sheet_id=sheet_id)


def _new_page(activity: Activity, form: SheetForm, *, status: int = 200) -> Response:
    return web.page("petitions/manage/paper_new.html", status=status, form=form, **frame(activity, HERE))


def _sheet_page(
    activity: Activity, sheet_id: int, lines: Lines, *, form: ScanForm | None = None, status: int = 200
) -> Response:
    sheet = paper.sheet(activity.id, sheet_id)
    return web.page(
        "petitions/manage/paper_sheet.html",
        status=status,
        sheet=sheet,
        lines=lines,
        fields=forms.shown(lines),
        typed=paper.lines(sheet_id),
        form=form or ScanForm(),
        choices=forms.LINES,
        zones=territory.territory().by_id(),
        labels=labels,
        known=request.args.getlist("known", type=int),
        counted=request.args.get("counted", type=int),
        **frame(activity, HERE),
    )


def _aside_page(activity: Activity, sheet_id: int, form: AsideForm, *, status: int = 200) -> Response:
    return web.page(
        "petitions/manage/paper_aside.html",
        status=status,
        sheet=paper.sheet(activity.id, sheet_id),
        count=len(paper.counted_ids(sheet_id)),
        form=form,
        **frame(activity, HERE),
    )
