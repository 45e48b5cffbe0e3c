"""Writing a questionnaire, one small change at a time, by several people at once.

Each change is applied to the draft as it is now, under a lock; whoever changes a question or a page says what they saw,
and is told when it changed meanwhile. Where all is published, the first change begins a new draft.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.core import audit, clock
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.surveys import queries
from portal.surveys import service as surveys
from portal.surveys.rules import moving, questions
from portal.surveys.rules.questions import Page, Question, Questionnaire

Edit = Callable[[Questionnaire], Questionnaire]


class EditedMeanwhile(Refused):
    """Somebody else changed the same thing first. `now` is what stands there, None where it was taken out."""

    def __init__(self, now: Question | Page | None) -> None:
        super().__init__("edited meanwhile")
        self.now = now


def _change(activity_id: int, actor_id: int | None, action: str, edit: Edit, **details: Any) -> None:
    """Raises NotFound for a key that is on no page, WrongQuestionnaire for what could not be asked."""
    queries.lock(activity_id)
    working = queries.working(activity_id)
    try:
        changed = edit(questions.from_json(working.definition))
    except KeyError as error:
        raise NotFound from error
    questions.check(changed)
    document = questions.to_json(changed)
    if working.published_at is None:
        working.definition, working.edited_at = document, clock.now()
    elif document != working.definition:
        surveys.add_version(activity_id, changed)
    audit.record(action, "activity", activity_id, actor_id=actor_id, **details)


@transactional
def add_question(activity_id: int, page_key: str, question: Question, *, actor_id: int | None = None) -> None:
    """Put a question last on a page, under a key that never was."""

    def edit(questionnaire: Questionnaire) -> Questionnaire:
        key = questions.next_question_key(questionnaire)
        return questions.add_question(questionnaire, page_key, replace(question, key=key))

    _change(activity_id, actor_id, "survey.question_added", edit, type=question.type.value)


@transactional
def save_question(activity_id: int, question: Question, *, seen: str, actor_id: int | None = None) -> None:
    """Change a question. Raises EditedMeanwhile when it is no longer what the editor saw."""

    def edit(questionnaire: Questionnaire) -> Questionnaire:
        _refuse_unseen(questionnaire.find_question(question.key), seen)
        return questions.replace_question(questionnaire, question.key, question)

    _change(activity_id, actor_id, "survey.question_edited", edit, key=question.key)


@transactional
def remove_question(activity_id: int, key: str, *, actor_id: int | None = None) -> None:
    """Take a question out; what was answered stays with the versions that asked it."""
    _change(
        activity_id,
        actor_id,
        "survey.question_removed",
        lambda questionnaire: questions.remove_question(questionnaire, key),
        key=key,
    )


@transactional
def move_question(activity_id: int, key: str, step: int, *, actor_id: int | None = None) -> None:
    """One place up (-1) or down (+1)."""
    _change(
        activity_id,
        actor_id,
        "survey.question_moved",
        lambda questionnaire: moving.step_question(questionnaire, key, step),
        key=key,
    )


@transactional
def add_page(activity_id: int, page: Page, *, actor_id: int | None = None) -> None:
    """Put a page last."""

    def edit(questionnaire: Questionnaire) -> Questionnaire:
        key = questions.next_page_key(questionnaire)
        return questions.add_page(questionnaire, Page(key=key, title=page.title, intro=page.intro))

    _change(activity_id, actor_id, "survey.page_added", edit)


@transactional
def save_page(activity_id: int, page: Page, *, seen: str, actor_id: int | None = None) -> None:
    """Change a page's own words; its questions stay as they are. Raises EditedMeanwhile."""

    def edit(questionnaire: Questionnaire) -> Questionnaire:
        now = moving.find_page(questionnaire, page.key)
        _refuse_unseen(now, seen)
        words = Page(key=page.key, title=page.title, intro=page.intro, questions=now.questions if now else ())
        return questions.replace_page(questionnaire, page.key, words)

    _change(activity_id, actor_id, "survey.page_edited", edit, key=page.key)


@transactional
def remove_page(activity_id: int, key: str, *, actor_id: int | None = None) -> None:
    """Take a page out with its questions. Raises Refused for the only one."""

    def edit(questionnaire: Questionnaire) -> Questionnaire:
        if len(questionnaire.pages) == 1:
            raise Refused(_("A survey keeps at least one page."))
        return questions.remove_page(questionnaire, key)

    _change(activity_id, actor_id, "survey.page_removed", edit, key=key)


@transactional
def move_page(activity_id: int, key: str, step: int, *, actor_id: int | None = None) -> None:
    _change(
        activity_id,
        actor_id,
        "survey.page_moved",
        lambda questionnaire: moving.step_page(questionnaire, key, step),
        key=key,
    )


@transactional
def discard(activity_id: int, *, actor_id: int | None = None) -> None:
    """Throw away what was changed since the last publication. Raises Refused before the first one."""
    queries.lock(activity_id)
    draft = queries.draft(activity_id)
    if draft is None:
        return
    if queries.find_published(activity_id) is None:
        raise Refused(_("There is nothing published to go back to."))
    db.session.delete(draft)
    audit.record("survey.changes_discarded", "activity", activity_id, actor_id=actor_id)


def _refuse_unseen(now: Question | Page | None, seen: str) -> None:
    if now is None or moving.seen(now) != seen:
        raise EditedMeanwhile(now)
