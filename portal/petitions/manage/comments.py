"""Comments of signatures: those that wait, the oldest first, published or refused several at once."""

from flask import Response, request

from portal.accounts.rules import Right
from portal.core import web
from portal.core.access import access
from portal.petitions import labels, wording
from portal.petitions.forms.comments import CommentsForm
from portal.petitions.manage.blueprint import actor_id, blueprint, frame, petition
from portal.petitions.queries import comments as rows
from portal.petitions.rules import comments as rules
from portal.petitions.rules.comments import Standing
from portal.petitions.service import commenting
from portal.territory import queries as territory

HERE = "comments"
REFUSE = "refuse"


@blueprint.get("/<int:activity_id>/comments")
@access(Right.PETITIONS_MODERATE)
def comments(activity_id: int) -> Response:
    """`?state=` also shows those that were published or refused, where a decision can be taken back."""
    return _page(activity_id, CommentsForm())


@blueprint.post("/<int:activity_id>/comments")
@access(Right.PETITIONS_MODERATE)
def decide_comments(activity_id: int) -> Response:
    """Publish what is ticked, or refuse it with a reason of the charter."""
    activity, seen = petition(activity_id), rules.standing(request.args.get("state"))
    form = CommentsForm(request.form)
    is_refused = request.form.get("go") == REFUSE
    if not form.check(is_refused=is_refused):
        return _page(activity_id, form, status=422)
    if is_refused:
        done = commenting.refuse(activity.id, form.version_ids, form.charter_reason(), seen=seen, actor_id=actor_id())
    else:
        done = commenting.publish(activity.id, form.version_ids, seen=seen, actor_id=actor_id())
    return web.see_other(
        "petitions_manage.comments",
        activity_id=activity.id,
        state=None if seen is Standing.WAITING else seen,
        done=done,
        missed=len(form.version_ids) - done or None,
    )


def _page(activity_id: int, form: CommentsForm, *, status: int = 200) -> Response:
    activity, state = petition(activity_id), rules.standing(request.args.get("state"))
    found = rows.page(activity.id, state, after=request.args.get("after"))
    return web.page(
        "petitions/manage/comments.html",
        status=status,
        form=form,
        page=found,
        shown_state=state,
        state_names=labels.COMMENTS,
        reasons=wording.REASONS,
        zones=territory.territory().by_id(),
        done=request.args.get("done", type=int),
        missed=request.args.get("missed", type=int),
        **frame(activity, HERE),
    )
