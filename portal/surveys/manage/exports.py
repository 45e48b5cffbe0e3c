"""Taking responses out: streamed, or written by a worker where an XLSX file is large."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Response, request, send_file, stream_with_context
from werkzeug.exceptions import NotFound

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import progress, tenancy, web
from portal.core.access import access
from portal.participation import books
from portal.participation.models import Activity
from portal.participation.queries import tallies
from portal.surveys.forms.exporting import ExportForm
from portal.surveys.manage.blueprint import actor_id, blueprint, frame, survey
from portal.surveys.manage.responses import wanted
from portal.surveys.service import responses as service
from portal.surveys.service.responses import Export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:activity_id>/responses/export")
@access(Right.RESPONSES_READ)
def ask_export(activity_id: int) -> Response:
    """Which file, and what for."""
    return _export_page(activity_id, ExportForm(data={"kind": "csv"}))


@blueprint.post("/<int:activity_id>/responses/export")
@access(Right.RESPONSES_READ)
def export(activity_id: int) -> Response:
    """The file itself; a large XLSX is written meanwhile, and its page says how far it is."""
    activity = survey(activity_id)
    form = ExportForm(request.form)
    if not form.validate():
        return _export_page(activity_id, form, status=422)
    user = login.user()
    asked = service.ask(
        activity,
        wanted(),
        form=form.kind.data,
        purpose=form.purpose.data,
        user=user.name or user.email if user else "",
        actor_id=actor_id(),
    )
    if form.kind.data == "csv":
        return _streamed(activity, service.csv(asked), "text/csv; charset=utf-8", "csv")
    if form.kind.data == "json":
        return _streamed(activity, service.json_lines(asked), "application/json", "json")
    return _book(asked)


@blueprint.get("/<int:activity_id>/responses/code-book.csv")
@access(Right.RESPONSES_READ)
def code_book(activity_id: int) -> Response:
    """What the columns of the file mean; it says nothing of anybody."""
    activity = survey(activity_id)
    return _streamed(activity, service.code_book(activity), "text/csv; charset=utf-8", "code-book.csv")


@blueprint.get("/<int:activity_id>/responses/files/<int:progress_id>")
@access(Right.RESPONSES_READ)
def book(activity_id: int, progress_id: int) -> Response:
    """How far the file is; the file itself once it is there."""
    row = _work(activity_id, progress_id)
    is_ready = row.state == progress.State.DONE and books.path(progress_id).exists()
    return web.page(
        "surveys/manage/file.html",
        partial="surveys/manage/_file.html",
        work=row,
        is_ready=is_ready,
        is_running=row.finished_at is None,
        **frame(survey(activity_id), "responses"),
    )


@blueprint.get("/<int:activity_id>/responses/files/<int:progress_id>.xlsx")
@access(Right.RESPONSES_READ)
def download_book(activity_id: int, progress_id: int) -> Response:
    """The file, for whoever asked for it."""
    activity, path = survey(activity_id), books.path(_work(activity_id, progress_id).id)
    if not path.exists():
        raise NotFound
    return send_file(path, mimetype=XLSX, as_attachment=True, download_name=f"{activity.slug}.xlsx")


@blueprint.post("/<int:activity_id>/responses/files/<int:progress_id>/cancel")
@access(Right.RESPONSES_READ)
def cancel_book(activity_id: int, progress_id: int) -> Response:
    progress.cancel(_work(activity_id, progress_id).id)
    return web.see_other("surveys_manage.book", activity_id=activity_id, progress_id=progress_id)


def _book(asked: Export) -> Response:
    head = tallies.head(asked.activity.id)
    total = head.counted if head else 0
    if total > service.LARGE:
        progress_id = service.ask_for_book(asked, total, actor_id())
        return web.see_other("surveys_manage.book", activity_id=asked.activity.id, progress_id=progress_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "responses.xlsx"
        service.write_book(asked, path)
        content = path.read_bytes()
    return Response(content, mimetype=XLSX, headers=_named(asked.activity, "xlsx"))


def _streamed(activity: Activity, pieces: Iterator[str], mimetype: str, ending: str) -> Response:
    return Response(stream_with_context(pieces), mimetype=mimetype, headers=_named(activity, ending))


def _named(activity: Activity, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{activity.slug}.{ending}"', "Cache-Control": "no-store"}


def _work(activity_id: int, progress_id: int) -> progress.Progress:
    """A file that the person signed in asked for. Raises NotFound for anybody else's."""
    row = tenancy.get(progress.Progress, progress_id)
    is_mine = row.kind == service.SHEET_KIND and row.asked_by == actor_id()
    if not is_mine or row.position.get("activity_id") != activity_id:
        raise NotFound
    return row


def _export_page(activity_id: int, form: ExportForm, *, status: int = 200) -> Response:
    head = tallies.head(activity_id)
    return web.page(
        "surveys/manage/export.html",
        status=status,
        form=form,
        total=head.counted if head else 0,
        wanted=wanted(),
        **frame(survey(activity_id), "responses"),
    )
