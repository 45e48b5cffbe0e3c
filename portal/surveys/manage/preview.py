"""The survey as residents will meet it, from the draft; nothing is recorded."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.accounts.rules import Right
from portal.consents import offers
from portal.core import languages as tongues
from portal.core import web
from portal.core.access import access
from portal.participation import notices
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.surveys import asking, queries, walk
from portal.surveys.manage.blueprint import blueprint, survey
from portal.surveys.queries import SurveyForm
from portal.surveys.walk import Screen
from portal.territory import queries as territory


@blueprint.get("/<int:activity_id>/preview")
@access(Right.ACTIVITIES_EDIT)
def preview(activity_id: int) -> Response:
    """The first screen."""
    return _screen(activity_id, queries.draft_form(activity_id), walk.first_screen())


@blueprint.post("/<int:activity_id>/preview")
@access(Right.ACTIVITIES_EDIT)
def walk_on(activity_id: int) -> Response:
    """The next screen, checked as for residents; after the last one, back to the first."""
    survey(activity_id)
    form = queries.draft_form(activity_id)
    fields = request.form.to_dict(flat=False)
    if walk.is_final(form, fields):
        return web.see_other("surveys_manage.preview", activity_id=activity_id, done=1)
    screen = walk.next_screen(form, fields, language=tongues.current())
    return _screen(activity_id, form, screen, status=422 if screen.is_wrong else 200)


def _screen(activity_id: int, form: SurveyForm, screen: Screen, *, status: int = 200) -> Response:
    survey(activity_id)
    activity = activities.card_by_id(activity_id)
    is_last = screen.index >= form.pages
    context: dict[str, Any] = {
        "activity": activity,
        "form": form,
        "screen": screen,
        "is_last": is_last,
        "hidden": asking.hidden(form, screen.index, screen.fields, walk.OWN_FIELDS),
        "action": request.path,
        "position": screen.index + 1,
        "total": form.pages + 1,
        "back_url": url_for("surveys_manage.outline", activity_id=activity_id),
    }
    if not is_last:
        fields = asking.fields_of_page(form, screen.index, screen.fields, screen.problems)
        page = form.questionnaire.pages[screen.index]
        return web.page("surveys/manage/preview_screen.html", status=status, fields=fields, page=page, **context)
    asks_zone = activity.asks_zone and asking.zone_question(form) is None
    asks_address = activity.access is states.AccessLevel.EMAIL
    own = walk.own_fields(
        screen,
        zones=territory.territory().zones() if asks_zone else (),
        offered=offers.offers(tongues.current()) if asks_address else [],
        asks_address=asks_address,
    )
    context |= {"own": own, "notice": notices.notice(activity), "send_label": _("Send my answers")}
    return web.page("surveys/manage/preview_last.html", status=status, **context)
