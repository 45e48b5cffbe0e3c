"""Work on many signatures: how far it is, how to stop it, the way back; and counting everything again."""

from flask import Response
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts.rules import Right
from portal.core import progress, tenancy, web
from portal.core.access import access
from portal.core.progress import Progress
from portal.participation import kinds
from portal.participation.manage import conditions
from portal.participation.rules import conditions as rules
from portal.participation.service import setting_aside
from portal.petitions.manage.blueprint import actor_id, blueprint, frame, petition
from portal.petitions.service import recounting

NAMES = {
    setting_aside.ASIDE: _("Setting signatures aside"),
    setting_aside.BACK: _("Putting signatures back"),
    setting_aside.HOLD: _("Holding signatures"),
    setting_aside.RELEASE: _("Releasing signatures"),
    recounting.RECOUNT: _("Counting again"),
}


@blueprint.get("/<int:activity_id>/works/<int:progress_id>")
@access(Right.SIGNATURES_READ_NAMES)
def show_work(activity_id: int, progress_id: int) -> Response:
    """How far it is, then what came of it."""
    activity, work = petition(activity_id), _work(activity_id, progress_id)
    asked = work.position.get("conditions")
    return web.page(
        "petitions/manage/work.html",
        partial="petitions/manage/_work.html",
        work=work,
        work_name=NAMES[work.kind],
        is_recount=work.kind == recounting.RECOUNT,
        is_running=work.finished_at is None,
        may_put_back=setting_aside.may_put_back(work),
        words=list(conditions.words(rules.from_json(asked), kinds.kind(activity.kind))) if asked else [],
        **frame(activity, "search"),
    )


@blueprint.post("/<int:activity_id>/works/<int:progress_id>/cancel")
@access(Right.PETITIONS_MODERATE)
def cancel_work(activity_id: int, progress_id: int) -> Response:
    """Stop after the batch at hand; what was done stays done."""
    progress.cancel(_work(activity_id, progress_id).id)
    return web.see_other("petitions_manage.show_work", activity_id=activity_id, progress_id=progress_id)


@blueprint.post("/<int:activity_id>/works/<int:progress_id>/put-back")
@access(Right.PETITIONS_MODERATE)
def put_back_work(activity_id: int, progress_id: int) -> Response:
    """Put back what this work set aside, counted or held as it was."""
    back_id = setting_aside.ask_back(_work(activity_id, progress_id).id, actor_id=actor_id())
    return web.see_other("petitions_manage.show_work", activity_id=activity_id, progress_id=back_id)


@blueprint.post("/<int:activity_id>/recount")
@access(Right.PETITIONS_MODERATE)
def recount(activity_id: int) -> Response:
    """Have every signature counted again beside the stored figures."""
    work_id = recounting.ask(petition(activity_id).id, actor_id=actor_id())
    return web.see_other("petitions_manage.show_work", activity_id=activity_id, progress_id=work_id)


def _work(activity_id: int, progress_id: int) -> Progress:
    row = tenancy.get(Progress, progress_id)
    if row.kind not in NAMES or row.position.get("activity_id") != activity_id:
        raise NotFound
    return row
