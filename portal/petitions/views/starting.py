"""Starting a petition: the wizard, which keeps nothing before its last page."""

from flask import Response, request

from portal.core import languages, limits, web
from portal.core.access import Access, access
from portal.participation import pages as participation_pages
from portal.participation.service.acts import OtherContent
from portal.petitions import wording
from portal.petitions.forms import people, questions, wizard
from portal.petitions.forms.people import Sheet
from portal.petitions.forms.wizard import Screen, Step
from portal.petitions.service import authoring
from portal.petitions.views.blueprint import blueprint
from portal.territory import queries as territory


@blueprint.get("/new")
@access(Access.PUBLIC)
def start() -> Response:
    """The first question."""
    return _screen(wizard.first())


@blueprint.post("/new")
@access(Access.PUBLIC)
@limits.acts
def send_start() -> Response:
    """The next page; or, from the last one, the petition itself. The answer never tells what was there before."""
    fields, language = web.posted(), languages.current()
    notice = wording.notice_of_start().text
    if not wizard.is_final(fields):
        screen = wizard.follow(fields, language=language, notice=notice)
        return _screen(screen, status=422 if screen.is_wrong else 200)
    read = wizard.read_final(fields, language=language, notice=notice)
    if isinstance(read, Screen):
        return _screen(read, status=422)
    if people.is_trapped(fields):
        return web.see_other("petitions.look_in_mailbox")
    try:
        authoring.start(read.texts, read.author, submission_id=read.sheet.submission_id)
    except OtherContent as refusal:
        again = Sheet(fields, problems={"": str(refusal)})
        return _screen(Screen(Step.CHECK, again, [], was_checked=True), status=409)
    return web.see_other("petitions.look_in_mailbox")


@blueprint.get("/new/sent")
@access(Access.PUBLIC)
def look_in_mailbox() -> Response:
    """The same page for everybody."""
    return web.page("petitions/started.html")


def _screen(screen: Screen, *, status: int = 200) -> Response:
    language = languages.current()
    is_check = screen.step is Step.CHECK
    zones = {zone.key: zone.name for zone in territory.territory().zones()} if is_check else {}
    return web.page(
        f"petitions/start/{_template(screen.step)}.html",
        status=status,
        screen=screen,
        sheet=screen.sheet,
        own=questions.fields(screen, language),
        texts=wizard.said(screen.sheet) if is_check else None,
        zones=zones,
        states={one.activity.id: participation_pages.state(one.activity) for one in screen.found},
        notice=wording.notice_of_start() if screen.step in (Step.WHO, Step.CHECK) else None,
        action=request.path,
        position=wizard.STEPS.index(screen.step) + 1,
        total=len(wizard.STEPS),
    )


def _template(step: Step) -> str:
    if step in (Step.SIMILAR, Step.WHO, Step.CHECK):
        return step
    return "question"
