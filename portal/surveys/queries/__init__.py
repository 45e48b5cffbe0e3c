"""Questionnaires, compiled once per process: a published version never changes, so it is remembered for good."""

import time
from collections import OrderedDict
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Select, func, select
from werkzeug.exceptions import NotFound

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation.models import Activity
from portal.surveys.models import QuestionnaireVersion
from portal.surveys.rules import answers, questions
from portal.surveys.rules.questions import Questionnaire

KIND = "survey"
REMEMBERED = 200
CURRENT_SECONDS = 1.0


@dataclass(frozen=True)
class SurveyForm:
    """A published questionnaire, ready to be shown and to read posts."""

    activity_id: int
    number: int
    questionnaire: Questionnaire
    reader: answers.Reader

    @property
    def pages(self) -> int:
        return len(self.questionnaire.pages)


def form(activity_id: int, number: int) -> SurveyForm:
    """That published version. Raises NotFound."""
    kept: OrderedDict[tuple[int, int, int], SurveyForm] = current_app.extensions.setdefault(
        "survey_forms", OrderedDict()
    )
    key = (current_organisation_id(), activity_id, number)
    found = kept.get(key)
    if found is None:
        found = kept[key] = _read(activity_id, number)
        while len(kept) > REMEMBERED:
            kept.popitem(last=False)
    return found


def current_form(activity_id: int) -> SurveyForm:
    """What is asked now. Raises NotFound while nothing is published."""
    numbers: dict[tuple[int, int], tuple[float, int]] = current_app.extensions.setdefault("survey_numbers", {})
    key = (current_organisation_id(), activity_id)
    found = numbers.get(key)
    if found is None or found[0] < time.monotonic():
        found = numbers[key] = (time.monotonic() + CURRENT_SECONDS, _current_number(activity_id))
    return form(activity_id, found[1])


def published_forms(activity_id: int) -> list[SurveyForm]:
    """Every published version, newest first. Raises NotFound while there is none."""
    published = QuestionnaireVersion.published_at.is_not(None)
    rows = select(QuestionnaireVersion.number).where(QuestionnaireVersion.activity_id == activity_id, published)
    numbers = db.session.scalars(rows.order_by(QuestionnaireVersion.number.desc())).all()
    if not numbers:
        raise NotFound
    return [form(activity_id, number) for number in numbers]


def forget_current() -> None:
    """After a publication, this process looks again at once; the others within a second."""
    current_app.extensions.pop("survey_numbers", None)


def draft(activity_id: int) -> QuestionnaireVersion | None:
    """What the editors are writing, if anything."""
    row = select(QuestionnaireVersion).where(
        QuestionnaireVersion.activity_id == activity_id, QuestionnaireVersion.published_at.is_(None)
    )
    return db.session.scalar(row.execution_options(populate_existing=True))


def working(activity_id: int) -> QuestionnaireVersion:
    """What the editor shows: the draft, else what is published. Raises NotFound."""
    row = draft(activity_id) or find_published(activity_id)
    if row is None:
        raise NotFound
    return row


def draft_form(activity_id: int) -> SurveyForm:
    """What residents would see if it were published now, for the preview and the check list."""
    row = working(activity_id)
    questionnaire = questions.from_json(row.definition)
    return SurveyForm(activity_id, row.number, questionnaire, answers.compile_reader(questionnaire))


def lock(activity_id: int) -> None:
    """Make the editors of one survey queue up. Residents' answers are not held back (FOR NO KEY UPDATE)."""
    statement = select(Activity.id).where(Activity.id == activity_id, Activity.kind == KIND)
    if db.session.scalar(statement.with_for_update(key_share=True)) is None:
        raise NotFound


def has_unpublished_changes(activity_id: int) -> bool:
    """Whether editors changed what is published already."""
    return draft(activity_id) is not None and find_published(activity_id) is not None


def latest_number(activity_id: int) -> int:
    """The highest number given, draft included; 0 before the first."""
    return db.session.scalar(_numbers(activity_id)) or 0


def find_published(activity_id: int) -> QuestionnaireVersion | None:
    """The newest published questionnaire."""
    rows = select(QuestionnaireVersion).where(
        QuestionnaireVersion.activity_id == activity_id, QuestionnaireVersion.published_at.is_not(None)
    )
    return db.session.scalar(rows.order_by(QuestionnaireVersion.number.desc()).limit(1))


def _numbers(activity_id: int) -> Select[int | None]:
    return select(func.max(QuestionnaireVersion.number)).where(QuestionnaireVersion.activity_id == activity_id)


def _current_number(activity_id: int) -> int:
    number = db.session.scalar(_numbers(activity_id).where(QuestionnaireVersion.published_at.is_not(None)))
    if number is None:
        raise NotFound
    return number


def _read(activity_id: int, number: int) -> SurveyForm:
    row = db.session.scalar(
        select(QuestionnaireVersion).where(
            QuestionnaireVersion.activity_id == activity_id,
            QuestionnaireVersion.number == number,
            QuestionnaireVersion.published_at.is_not(None),
        )
    )
    if row is None:
        raise NotFound
    questionnaire = questions.from_json(row.definition)
    return SurveyForm(activity_id, number, questionnaire, answers.compile_reader(questionnaire))
