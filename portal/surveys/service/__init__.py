"""Surveys: written as drafts, published as versions that never change, answered through participation."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.consents.service import Ticked
from portal.core import audit, clock
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states
from portal.participation.service import activities, changing, recording
from portal.participation.service.acts import Recorded, Submission
from portal.surveys import queries
from portal.surveys.models import QuestionnaireVersion
from portal.surveys.queries import SurveyForm
from portal.surveys.rules import counting, questions
from portal.surveys.rules.answers import Answers
from portal.surveys.rules.questions import Questionnaire


@dataclass(frozen=True, kw_only=True)
class Response:
    """A response that was read without problems, and who sent it as far as the form says."""

    submission_id: uuid.UUID
    answers: Answers
    zone_id: int | None = None
    language: str = "fr"
    address: str | None = None
    ticked: Ticked | None = None
    channel: states.Channel = states.Channel.WEB
    assurance: states.Assurance = states.Assurance.NONE


@transactional
def create(
    questionnaire: Questionnaire, *, title: dict[str, str], actor_id: int | None = None, **values: Any
) -> Activity:
    """A new survey, as a draft. Raises WrongQuestionnaire."""
    questions.check(questionnaire)
    activity = activities.create_activity(kind=queries.KIND, title=title, actor_id=actor_id, **values)
    add_version(activity.id, questionnaire)
    return activity


@transactional
def rewrite(activity_id: int, questionnaire: Questionnaire, *, actor_id: int | None = None) -> None:
    """Replace the draft. Where everything is published, a new draft begins: answers keep the version they were given under."""
    questions.check(questionnaire)
    draft = queries.draft(activity_id)
    if draft is None:
        add_version(activity_id, questionnaire)
    else:
        draft.definition, draft.edited_at = questions.to_json(questionnaire), clock.now()
    audit.record("survey.rewritten", "activity", activity_id, actor_id=actor_id)


@transactional
def publish(
    activity_id: int, *, opens_at: dt.datetime, closes_at: dt.datetime | None, actor_id: int | None = None
) -> Activity:
    """Publish the draft and let the survey open at its instant. Raises Refused for what is missing."""
    if queries.draft(activity_id) is not None or queries.find_published(activity_id) is None:
        publish_questions(activity_id, actor_id=actor_id)
    return activities.publish(activity_id, opens_at=opens_at, closes_at=closes_at, actor_id=actor_id)


@transactional
def publish_questions(activity_id: int, *, actor_id: int | None = None) -> None:
    """Make the draft what is asked from now on, also while the survey is open."""
    draft = queries.draft(activity_id)
    if draft is None:
        raise Refused(_("There is nothing new to publish."))
    draft.published_at = clock.now()
    db.session.flush()
    audit.record("survey.questions_published", "activity", activity_id, actor_id=actor_id, number=draft.number)
    queries.forget_current()


def answer(activity: ActivityCard, form: SurveyForm, response: Response) -> Recorded:
    """Record a response. Raises what participation raises: Closed, OtherContent, NotAvailable."""
    return recording.submit(activity, submission(form, response))


@transactional
def change_answers(manage_token: str, form: SurveyForm, response: Response) -> Recorded:
    """Say something else than before, from the personal link."""
    return changing.change(manage_token, submission(form, response))


def submission(form: SurveyForm, response: Response) -> Submission:
    """A response as participation records it: what was said, and what it counts for."""
    marks, amounts = counting.marks(form.questionnaire, response.answers)
    return Submission(
        submission_id=response.submission_id,
        content={"form": form.number, "answers": response.answers},
        marks=marks,
        amounts=amounts,
        zone_id=response.zone_id,
        language=response.language,
        address=response.address,
        ticked=response.ticked,
        channel=response.channel,
        assurance=response.assurance,
    )


def add_version(activity_id: int, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """A new draft, under the next number."""
    row = QuestionnaireVersion(
        activity_id=activity_id,
        number=queries.latest_number(activity_id) + 1,
        definition=questions.to_json(questionnaire),
    )
    db.session.add(row)
    db.session.flush()
    return row
