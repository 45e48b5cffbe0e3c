"""The screens of a survey: their titles, their order."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from portal.accounts.rules import Right
from portal.core import bilingual, web
from portal.core.access import access
from portal.core.bilingual import BilingualForm
from portal.surveys import queries, writing
from portal.surveys.forms.questions import PageForm
from portal.surveys.manage.blueprint import actor_id, blueprint, frame, languages, survey
from portal.surveys.rules import moving, questions
from portal.surveys.rules.questions import Page, WrongQuestionnaire
from portal.surveys.service import drafts

STEPS = {"up": -1, "down": 1}


@blueprint.get("/<int:activity_id>/screens/new")
@access(Right.ACTIVITIES_EDIT)
def new_screen(activity_id: int) -> Response:
    survey(activity_id)
    return _screen_page(activity_id, PageForm.for_languages(languages())(), None)


@blueprint.post("/<int:activity_id>/screens/new")
@access(Right.ACTIVITIES_EDIT)
def add_screen(activity_id: int) -> Response:
    """Put a screen last."""
    survey(activity_id)
    form = PageForm.for_languages(languages())(request.form)
    if not form.validate():
        return _screen_page(activity_id, form, None, status=422)
    try:
        drafts.add_page(activity_id, _words(form, "p1"), actor_id=actor_id())
    except WrongQuestionnaire:
        form.refuse(writing.too_much())
        return _screen_page(activity_id, form, None, status=422)
    return web.see_other("surveys_manage.outline", activity_id=activity_id, _anchor="end")


@blueprint.get("/<int:activity_id>/screens/<key>")
@access(Right.ACTIVITIES_EDIT)
def screen(activity_id: int, key: str) -> Response:
    """The words of a screen that is there."""
    survey(activity_id)
    page = _page(activity_id, key)
    data = bilingual.as_data(title=page.title, intro=page.intro) | {"seen": moving.seen(page)}
    return _screen_page(activity_id, PageForm.for_languages(languages())(data=data), page)


@blueprint.post("/<int:activity_id>/screens/<key>")
@access(Right.ACTIVITIES_EDIT)
def save_screen(activity_id: int, key: str) -> Response:
    """Change them; when somebody else did meanwhile, both are shown."""
    survey(activity_id)
    page = _page(activity_id, key)
    form = PageForm.for_languages(languages())(request.form)
    if not form.validate():
        return _screen_page(activity_id, form, page, status=422)
    try:
        drafts.save_page(activity_id, _words(form, key), seen=form.seen.data or "", actor_id=actor_id())
    except drafts.EditedMeanwhile as meanwhile:
        form.seen.data = moving.seen(meanwhile.now) if meanwhile.now else ""
        return _screen_page(activity_id, form, page, status=409, meanwhile=meanwhile)
    return web.see_other("surveys_manage.outline", activity_id=activity_id, _anchor=f"page-{key}")


@blueprint.post("/<int:activity_id>/screens/<key>/move")
@access(Right.ACTIVITIES_EDIT)
def move_screen(activity_id: int, key: str) -> Response:
    """One place up or down, with its questions."""
    survey(activity_id)
    drafts.move_page(activity_id, key, STEPS.get(request.form.get("go", ""), 0), actor_id=actor_id())
    return web.see_other("surveys_manage.outline", activity_id=activity_id, _anchor=f"page-{key}")


@blueprint.get("/<int:activity_id>/screens/<key>/remove")
@access(Right.ACTIVITIES_EDIT)
def ask_remove_screen(activity_id: int, key: str) -> Response:
    """Say how many questions go with it."""
    activity = survey(activity_id)
    return web.page("surveys/manage/remove_screen.html", page=_page(activity_id, key), **frame(activity, "questions"))


@blueprint.post("/<int:activity_id>/screens/<key>/remove")
@access(Right.ACTIVITIES_EDIT)
def remove_screen(activity_id: int, key: str) -> Response:
    """Take it out with its questions."""
    survey(activity_id)
    drafts.remove_page(activity_id, key, actor_id=actor_id())
    return web.see_other("surveys_manage.outline", activity_id=activity_id)


def _words(form: BilingualForm, key: str) -> Page:
    return Page(key=key, title=form.said("title"), intro=form.said("intro"))


def _page(activity_id: int, key: str) -> Page:
    found = moving.find_page(questions.from_json(queries.working(activity_id).definition), key)
    if found is None:
        raise NotFound
    return found


def _screen_page(
    activity_id: int,
    form: BilingualForm,
    page: Page | None,
    *,
    status: int = 200,
    meanwhile: drafts.EditedMeanwhile | None = None,
) -> Response:
    context = frame(survey(activity_id), "questions") | {"form": form, "page": page, "meanwhile": meanwhile}
    return web.page("surveys/manage/screen.html", status=status, **context)
