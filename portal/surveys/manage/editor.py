"""Writing the questions: one page per question, one small form each; everything works without script."""

import itertools
from typing import Any

from flask import Response, request
from werkzeug.exceptions import NotFound

from portal.accounts.rules import Right
from portal.core import web
from portal.core.access import access
from portal.core.bilingual import BilingualForm
from portal.surveys import labels, queries, writing
from portal.surveys.forms import questions as forms
from portal.surveys.manage.blueprint import actor_id, blueprint, frame, languages, survey
from portal.surveys.rules import moving, questions
from portal.surveys.rules.questions import Page, Question, Questionnaire, QuestionType, WrongQuestionnaire
from portal.surveys.service import drafts

STEPS = {"up": -1, "down": 1}


@blueprint.get("/<int:activity_id>/questions")
@access(Right.ACTIVITIES_EDIT)
def outline(activity_id: int) -> Response:
    """The whole questionnaire, screen by screen."""
    return _outline(activity_id)


@blueprint.post("/<int:activity_id>/questions/<key>/move")
@access(Right.ACTIVITIES_EDIT)
def move_question(activity_id: int, key: str) -> Response:
    """One place up or down; over the edge of a screen to the next one."""
    survey(activity_id)
    drafts.move_question(activity_id, key, _step(), actor_id=actor_id())
    return _after(activity_id, key)


@blueprint.get("/<int:activity_id>/questions/new/<page_key>")
@access(Right.ACTIVITIES_EDIT)
def choose_type(activity_id: int, page_key: str) -> Response:
    """What kind of question to add."""
    activity = survey(activity_id)
    page = _page(_draft(activity_id), page_key)
    return web.page("surveys/manage/types.html", page=page, types=labels.TYPES, **frame(activity, "questions"))


@blueprint.get("/<int:activity_id>/questions/new/<page_key>/<kind>")
@access(Right.ACTIVITIES_EDIT)
def new_question(activity_id: int, page_key: str, kind: str) -> Response:
    """An empty question of that type."""
    survey(activity_id)
    page, question = _page(_draft(activity_id), page_key), writing.empty(_kind(kind))
    form = _form(question)(data=writing.data_of(question))
    return _question_page(activity_id, form, question, page)


@blueprint.post("/<int:activity_id>/questions/new/<page_key>/<kind>")
@access(Right.ACTIVITIES_EDIT)
def add_question(activity_id: int, page_key: str, kind: str) -> Response:
    """Put it last on its screen."""
    survey(activity_id)
    page, old = _page(_draft(activity_id), page_key), writing.empty(_kind(kind))
    form = _form(old)(request.form)
    written = writing.read(form, old) if form.validate() else None
    if written is None:
        return _question_page(activity_id, form, old, page, status=422)
    try:
        drafts.add_question(activity_id, page_key, written.question, actor_id=actor_id())
    except WrongQuestionnaire:
        form.refuse(writing.too_much())
        return _question_page(activity_id, form, old, page, status=422)
    if request.form.get("go") == "another":
        return web.see_other("surveys_manage.choose_type", activity_id=activity_id, page_key=page_key)
    return web.see_other("surveys_manage.outline", activity_id=activity_id, _anchor=f"page-{page_key}")


@blueprint.get("/<int:activity_id>/questions/<key>")
@access(Right.ACTIVITIES_EDIT)
def question(activity_id: int, key: str) -> Response:
    """A question that is there."""
    survey(activity_id)
    questionnaire = _draft(activity_id)
    found = _question(questionnaire, key)
    form = _form(found)(data=writing.data_of(found))
    return _question_page(activity_id, form, found, moving.page_of(questionnaire, key))


@blueprint.post("/<int:activity_id>/questions/<key>")
@access(Right.ACTIVITIES_EDIT)
def save_question(activity_id: int, key: str) -> Response:
    """Change it. When somebody else did meanwhile, both are shown; when a line may be another answer, it is asked."""
    survey(activity_id)
    questionnaire = _draft(activity_id)
    old = questionnaire.find_question(key) or _lost(activity_id, key)
    page = moving.page_of(questionnaire, key)
    form = _form(old)(request.form)
    is_same = _is_same(old)
    written = writing.read(form, old, counted=_counted(activity_id, key), is_same=is_same) if form.validate() else None
    if written is None:
        return _question_page(activity_id, form, old, page, status=422)
    if written.doubts:
        fields = writing.doubt_fields(written.doubts, is_same)
        return _question_page(activity_id, form, old, page, status=422, doubts=fields)
    try:
        drafts.save_question(activity_id, written.question, seen=form.seen.data or "", actor_id=actor_id())
    except drafts.EditedMeanwhile as meanwhile:
        form.seen.data = moving.seen(meanwhile.now) if meanwhile.now else ""
        return _question_page(activity_id, form, old, page, status=409, meanwhile=meanwhile, settled=is_same)
    return _after(activity_id, key)


@blueprint.get("/<int:activity_id>/questions/<key>/remove")
@access(Right.ACTIVITIES_EDIT)
def ask_remove_question(activity_id: int, key: str) -> Response:
    """Say what taking it out means."""
    activity = survey(activity_id)
    found = _question(_draft(activity_id), key)
    return web.page(
        "surveys/manage/remove_question.html",
        question=found,
        is_counted=bool(_counted_question(activity_id, key)),
        **frame(activity, "questions"),
    )


@blueprint.post("/<int:activity_id>/questions/<key>/remove")
@access(Right.ACTIVITIES_EDIT)
def remove_question(activity_id: int, key: str) -> Response:
    """Take it out; answers given so far stay with the versions that asked it."""
    survey(activity_id)
    drafts.remove_question(activity_id, key, actor_id=actor_id())
    return web.see_other("surveys_manage.outline", activity_id=activity_id)


def _outline(activity_id: int) -> Response:
    activity = survey(activity_id)
    questionnaire = _draft(activity_id)
    before = itertools.accumulate((len(page.questions) for page in questionnaire.pages), initial=1)
    return web.page(
        "surveys/manage/questions.html",
        partial="surveys/manage/_outline.html",
        questionnaire=questionnaire,
        numbers={page.key: start for page, start in zip(questionnaire.pages, before, strict=False)},
        types=labels.TYPES,
        **frame(activity, "questions"),
    )


def _after(activity_id: int, key: str) -> Response:
    """Back to the list, at the place of what was changed; htmx gets the list itself."""
    if web.wants_partial():
        return _outline(activity_id)
    return web.see_other("surveys_manage.outline", activity_id=activity_id, _anchor=f"item-{key}")


def _question_page(
    activity_id: int, form: BilingualForm, item: Question, page: Page | None, *, status: int = 200, **more: Any
) -> Response:
    return web.page(
        "surveys/manage/question.html",
        status=status,
        form=form,
        question=item,
        page=page,
        kind=labels.TYPES[item.type][0],
        **more,
        **frame(survey(activity_id), "questions"),
    )


def _lost(activity_id: int, key: str) -> Question:
    """A question somebody else took out while this one was being written: as it was last published, or as a type alone."""
    found = _counted_question(activity_id, key)
    kind = QuestionType(found.type) if found else _kind(request.form.get("type", ""))
    return found or Question(key=key, type=kind, title={})


def _is_same(old: Question) -> dict[str, bool]:
    """What was said of options that were reworded."""
    said = {option.key: request.form.get(f"same-{option.key}") for option in old.options}
    return {key: answer == "yes" for key, answer in said.items() if answer in ("yes", "no")}


def _counted_question(activity_id: int, key: str) -> Question | None:
    """The question as it was last published: answers may stand under its options."""
    row = queries.find_published(activity_id)
    return questions.from_json(row.definition).find_question(key) if row else None


def _counted(activity_id: int, key: str) -> frozenset[str]:
    found = _counted_question(activity_id, key)
    return frozenset(option.key for option in found.options) if found else frozenset()


def _draft(activity_id: int) -> Questionnaire:
    return questions.from_json(queries.working(activity_id).definition)


def _form(item: Question) -> type[BilingualForm]:
    return forms.form_class(item.type, languages())


def _question(questionnaire: Questionnaire, key: str) -> Question:
    found = questionnaire.find_question(key)
    if found is None:
        raise NotFound
    return found


def _page(questionnaire: Questionnaire, key: str) -> Page:
    found = moving.find_page(questionnaire, key)
    if found is None:
        raise NotFound
    return found


def _kind(name: str) -> QuestionType:
    try:
        return QuestionType(name)
    except ValueError:
        raise NotFound from None


def _step() -> int:
    return STEPS.get(request.form.get("go", ""), 0)
