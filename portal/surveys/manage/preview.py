"""The survey as residents will meet it, from the draft; nothing is recorded."""

from flask import Response, url_for

from portal.accounts.rules import Right
from portal.core import languages as tongues
from portal.core import web
from portal.core.access import access
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.surveys import queries, screens, walk
from portal.surveys.manage.blueprint import blueprint, survey
from portal.surveys.queries import SurveyForm
from portal.surveys.walk import Screen


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
    fields = web.posted()
    if walk.is_final(form, fields):
        return web.see_other("surveys_manage.preview", activity_id=activity_id, done=1)
    screen = walk.next_screen(form, fields, language=tongues.current())
    return _screen(activity_id, form, screen, status=422 if screen.is_wrong else 200)


def _screen(activity_id: int, form: SurveyForm, screen: Screen, *, status: int = 200) -> Response:
    survey(activity_id)
    activity = activities.card_by_id(activity_id)
    back_url = url_for("surveys_manage.outline", activity_id=activity_id)
    if not screens.is_last(form, screen):
        shown = screens.questions(activity, form, screen)
        return web.page("surveys/manage/preview_screen.html", status=status, back_url=back_url, **shown)
    asks_address = activity.access is states.AccessLevel.EMAIL
    shown = screens.last(activity, form, screen, asks_address=asks_address, offers_consents=asks_address)
    return web.page("surveys/manage/preview_last.html", status=status, back_url=back_url, **shown)
