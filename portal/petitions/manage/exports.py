"""Taking signatures out: streamed as CSV, or written by a worker where an XLSX file is large."""

import tempfile
from pathlib import Path

from flask import Response, request, send_file, stream_with_context
from werkzeug.exceptions import Forbidden, NotFound

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import progress, tables, tenancy, web
from portal.core.access import access
from portal.participation import books
from portal.participation.models import Activity
from portal.participation.queries import tallies
from portal.petitions.forms.exporting import ExportForm
from portal.petitions.manage.blueprint import actor_id, blueprint, frame, petition
from portal.petitions.service import exporting as service
from portal.petitions.service.exporting import Export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:activity_id>/export")
@access(Right.RESPONSES_READ)
def ask_export(activity_id: int) -> Response:
    """Which file, with names or without, and what for."""
    return _page(petition(activity_id), ExportForm(data={"kind": "csv"}))


@blueprint.post("/<int:activity_id>/export")
@access(Right.RESPONSES_READ)
def export(activity_id: int) -> Response:
    """The file itself; a large XLSX is written meanwhile, and its page says how far it is."""
    activity = petition(activity_id)
    form = ExportForm(request.form)
    if form.has_names.data and not login.may(Right.SIGNATURES_READ_NAMES):
        raise Forbidden
    if not form.validate():
        return _page(activity, form, status=422)
    user = login.user()
    asked = service.ask(
        activity_id,
        form=form.kind.data,
        has_names=form.has_names.data,
        purpose=form.purpose.data,
        user=user.name or user.email if user else "",
        actor_id=actor_id(),
    )
    if form.kind.data == "csv":
        pieces = stream_with_context(service.csv(asked))
        return Response(pieces, mimetype="text/csv; charset=utf-8", headers=_named(activity, "csv"))
    return _book(activity, asked)


@blueprint.get("/<int:activity_id>/export/<int:progress_id>")
@access(Right.RESPONSES_READ)
def book(activity_id: int, progress_id: int) -> Response:
    """How far the file is; the file itself once it is there."""
    activity, row = petition(activity_id), _work(activity_id, progress_id)
    return web.page(
        "petitions/manage/file.html",
        partial="petitions/manage/_file.html",
        work=row,
        is_ready=row.state == progress.State.DONE and books.path(progress_id).exists(),
        is_running=row.finished_at is None,
        **frame(activity, "show"),
    )


@blueprint.get("/<int:activity_id>/export/<int:progress_id>.xlsx")
@access(Right.RESPONSES_READ)
def download_book(activity_id: int, progress_id: int) -> Response:
    """The file, for whoever asked for it and still may."""
    activity, row = petition(activity_id), _work(activity_id, progress_id)
    path = books.path(row.id)
    if not path.exists():
        raise NotFound
    return send_file(path, mimetype=XLSX, as_attachment=True, download_name=f"{activity.slug}.xlsx")


@blueprint.post("/<int:activity_id>/export/<int:progress_id>/cancel")
@access(Right.RESPONSES_READ)
def cancel_book(activity_id: int, progress_id: int) -> Response:
    progress.cancel(_work(activity_id, progress_id).id)
    return web.see_other("petitions_manage.book", activity_id=activity_id, progress_id=progress_id)


def _book(activity: Activity, asked: Export) -> Response:
    total = _total(activity.id)
    if total > service.LARGE:
        progress_id = service.ask_for_book(asked, total, actor_id())
        return web.see_other("petitions_manage.book", activity_id=activity.id, progress_id=progress_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signatures.xlsx"
        service.write_book(asked, path)
        content = path.read_bytes()
    return Response(content, mimetype=XLSX, headers=_named(activity, "xlsx"))


def _named(activity: Activity, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{activity.slug}.{ending}"', "Cache-Control": "no-store"}


def _work(activity_id: int, progress_id: int) -> progress.Progress:
    """A file that the person signed in asked for, and may still read. Raises NotFound for anybody else's, Forbidden."""
    row = tenancy.get(progress.Progress, progress_id)
    is_mine = row.kind == service.SHEET_KIND and row.asked_by == actor_id()
    if not is_mine or row.position.get("activity_id") != activity_id:
        raise NotFound
    if row.position.get("has_names") and not login.may(Right.SIGNATURES_READ_NAMES):
        raise Forbidden
    return row


def _total(activity_id: int) -> int:
    head = tallies.head(activity_id)
    return head.counted if head else 0


def _page(activity: Activity, form: ExportForm, *, status: int = 200) -> Response:
    return web.page(
        "petitions/manage/export.html",
        status=status,
        form=form,
        total=_total(activity.id),
        is_too_many=_total(activity.id) >= tables.XLSX_ROWS,
        **frame(activity, "show"),
    )
