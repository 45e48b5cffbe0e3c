"""A survey as residents meet it: its page, its screens, its results."""

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from portal.accounts import login
from portal.core import languages, limits, maps, tokens, web
from portal.core.access import Access, access
from portal.participation import pages as participation_pages
from portal.participation import results as results_of
from portal.participation.models import Activity, ParticipationVersion
from portal.participation.queries import activities, participations, tallies
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states
from portal.participation.service import acts
from portal.surveys import asking, findings, queries, screens, service, walk
from portal.surveys import results as survey_results
from portal.surveys.queries import SurveyForm
from portal.surveys.walk import Screen
from portal.territory import queries as territory

blueprint = Blueprint("surveys", __name__, url_prefix="/surveys")


@blueprint.get("/<slug>")
@access(Access.PUBLIC)
def show(slug: str) -> Response:
    """What the survey is about, and the way in."""
    activity = activities.by_slug(queries.KIND, slug)
    participation_pages.refuse_hidden(activity)
    given = activities.latest_answer(activity.id)
    response = web.page(
        "surveys/show.html",
        activity=activity,
        state=participation_pages.state(activity),
        answer=given,
        wait=participation_pages.wait(activity, given),
        head=tallies.head(activity.id),
    )
    return participation_pages.cached(response, activity)


@blueprint.get("/<slug>/answer")
@access(Access.PUBLIC)
def answer(slug: str) -> Response:
    """The first screen, empty."""
    activity = activities.card(queries.KIND, slug)
    if participation_pages.state(activity) is not states.ActivityState.OPEN:
        return participation_pages.not_open(activity)
    if _must_sign_in(activity):
        return login.ask_to_sign_in()
    return _screen(activity, queries.current_form(activity.id), walk.first_screen())


@blueprint.post("/<slug>/answer")
@access(Access.PUBLIC)
@limits.acts
def send_answer(slug: str) -> Response:
    """The next screen; or, from the last one, the response itself."""
    activity = activities.card(queries.KIND, slug)
    if _must_sign_in(activity):
        return login.ask_to_sign_in()
    fields = web.posted()
    form = _form_of(activity, fields)
    if not walk.is_final(form, fields):
        screen = walk.next_screen(form, fields, language=languages.current())
        return _screen(activity, form, screen, status=422 if screen.is_wrong else 200)
    read = walk.read_final(activity, form, fields, language=languages.current(), account=login.address())
    if isinstance(read, Screen):
        return _screen(activity, form, read, status=422)
    if walk.is_trapped(fields):
        return web.see_other("participation.look_in_your_mailbox", activity_id=activity.id)
    try:
        recorded = service.answer(activity, form, read)
    except acts.Closed:
        return participation_pages.not_open(activity, status=409)
    except acts.OtherContent as refusal:
        screen = Screen(form.pages, fields, walk.first_screen().submission_id, own_problems={"": str(refusal)})
        return _screen(activity, form, screen, status=409)
    return participation_pages.after_submit(activity, recorded)


@blueprint.get("/<slug>/results")
@access(Access.PUBLIC)
def results(slug: str) -> Response:
    """Figures as they come in; polls that would bring nothing new get an empty answer."""
    activity = activities.by_slug(queries.KIND, slug)
    participation_pages.refuse_hidden(activity)
    state = participation_pages.state(activity)
    if not participation_pages.may_see_results(activity):
        return web.page("participation/results_later.html", status=403, activity=activity, state=state)
    is_over = not participation_pages.is_moving(activity)
    nothing_new = web.polled(tallies.version(activity.id), is_over=is_over)
    response = nothing_new or _results_page(activity, is_over=is_over)
    return participation_pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


def own_results(activity: Activity) -> Response:
    """The same figures for one who took part, from the personal link: nobody else's page, so never kept."""
    is_over = not participation_pages.is_moving(activity)
    return web.polled(tallies.version(activity.id), is_over=is_over) or _results_page(
        activity, is_over=is_over, is_private=True
    )


def _results_page(activity: Activity, *, is_over: bool, is_private: bool = False) -> Response:
    figures = results_of.figures(activity.id)
    questions = survey_results.questions_of(activity.id, figures.cells)
    tables = {
        result.question.key: survey_results.by_zone(result, figures.cells, is_open=not is_over) for result in questions
    }
    given = activities.latest_answer(activity.id)
    zones = [figure.zone.geometry for figure in figures.by_zone if figure.zone]
    return web.page(
        "surveys/results.html",
        partial="surveys/_results.html",
        activity=activity,
        is_over=is_over,
        is_private=is_private,
        figures=figures,
        findings=findings.findings(questions, tables),
        zone_chart=maps.draw(zones) if zones else None,
        state=participation_pages.state(activity),
        provisional_until=participation_pages.provisional_until(activity),
        answer=given,
        wait=participation_pages.wait(activity, given),
    )


@blueprint.get("/mine/<token>/answer")
@access(Access.PUBLIC)
def change_answer(token: str) -> Response:
    """The first screen, with what was said before; from the personal link."""
    activity, version = _mine(token)
    form = queries.form(activity.id, version.content["form"])
    fields = walk.fields_of(version.content["answers"])
    if version.zone_id and asking.zone_question(form) is None:
        fields[walk.ZONE] = [zone.key for zone in territory.territory().zones() if zone.id == version.zone_id]
    screen = walk.first_screen()
    return _screen(activity, form, Screen(0, fields, screen.submission_id), is_change=True)


@blueprint.post("/mine/<token>/answer")
@access(Access.PUBLIC)
@limits.acts
def send_change(token: str) -> Response:
    """The next screen; or, from the last one, the changed response."""
    activity, _version = _mine(token)
    fields = web.posted()
    form = _form_of(activity, fields)
    if not walk.is_final(form, fields):
        screen = walk.next_screen(form, fields, language=languages.current())
        return _screen(activity, form, screen, status=422 if screen.is_wrong else 200, is_change=True)
    read = walk.read_final(activity, form, fields, language=languages.current(), account=None, is_change=True)
    if isinstance(read, Screen):
        return _screen(activity, form, read, status=422, is_change=True)
    service.change_answers(token, form, read)
    return web.see_other("participation.mine", token=token)


def _mine(token: str) -> tuple[ActivityCard, ParticipationVersion]:
    found = participations.by_manage_digest(tokens.digest(token[:64]))
    if found is None or found[2] is None or found[1].kind != queries.KIND or found[1].is_anonymous:
        raise NotFound
    return activities.card_by_id(found[1].id), found[2]


def _must_sign_in(activity: ActivityCard) -> bool:
    return activity.access is states.AccessLevel.ACCOUNT and login.address() is None


def _form_of(activity: ActivityCard, fields: walk.Fields) -> SurveyForm:
    """The questionnaire that was shown, also when another was published meanwhile."""
    number = (fields.get("form") or [""])[0]
    if number.isascii() and number.isdigit() and len(number) < 6:
        return queries.form(activity.id, int(number))
    return queries.current_form(activity.id)


def _screen(
    activity: ActivityCard, form: SurveyForm, screen: Screen, *, status: int = 200, is_change: bool = False
) -> Response:
    if not screens.is_last(form, screen):
        return web.page("surveys/screen.html", status=status, **screens.questions(activity, form, screen))
    asks_address = activity.access is states.AccessLevel.EMAIL and not is_change
    offers_consents = not is_change and activity.access is not states.AccessLevel.ANYONE
    shown = screens.last(activity, form, screen, asks_address=asks_address, offers_consents=offers_consents)
    return web.page("surveys/last.html", status=status, **shown)
