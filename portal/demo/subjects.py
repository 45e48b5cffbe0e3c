"""What the organisations ask and answer: projects, surveys in every state, official answers."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from portal.core.database import db, transactional
from portal.demo import documents, questionnaires
from portal.demo.documents import Document, text
from portal.participation.models import Activity, OfficialAnswer
from portal.participation.service import activities
from portal.surveys import service as surveys
from portal.territory import queries as territory

PARIS = ZoneInfo("Europe/Paris")
OPENING_HOUR = 8


@transactional
def lead_projects(today: dt.date) -> dict[str, int]:
    """The town's subjects. Returns their ids by slug."""
    ids = {}
    for document in documents.projects():
        project = activities.create_project(
            slug=document["slug"],
            title=text(document["title"]),
            summary=text(document["summary"]),
            body=text(document["body"]),
            timeline=[_step(step, today) for step in document["timeline"]],
            zone_id=zone_id(document),
        )
        ids[project.slug] = project.id
    return ids


@transactional
def ask(document: Document, today: dt.date, project_ids: dict[str, int], author_id: int) -> Activity:
    """A survey as its file says: written, published for its dates, and answered where the organisation did."""
    survey = surveys.create(
        questionnaires.questionnaire(document, today),
        actor_id=author_id,
        slug=document["slug"],
        title=text(document["title"]),
        summary=text(document["summary"]),
        body=text(document["body"]),
        project_id=project_ids.get(document.get("project", "")),
        access=document["access"],
        is_anonymous=document.get("anonymous", False),
        themes=document["themes"],
        zone_id=zone_id(document),
        answer_due_on=_day(today, document["answer_due"]) if "answer_due" in document else None,
    )
    surveys.publish(
        survey.id,
        opens_at=opens_at(document, today),
        closes_at=closes_at(document, today),
        actor_id=author_id,
    )
    if "answer" in document:
        answer(survey.id, document["answer"], today, author_id)
    return survey


def opens_at(document: Document, today: dt.date) -> dt.datetime:
    return instant(today, document["opens"], OPENING_HOUR)


def closes_at(document: Document, today: dt.date) -> dt.datetime:
    return instant(today, document["closes"], document["closes_hour"])


def answer(activity_id: int, document: Document, today: dt.date, author_id: int) -> OfficialAnswer:
    """What the organisation decided, on the day on which it said so."""
    row = activities.answer(
        activity_id,
        decision=document["decision"],
        author=document["author"],
        title=text(document["title"]),
        body=text(document),
        actor_id=author_id,
    )
    row.published_at = instant(today, document["on"], 11)
    db.session.flush()
    return row


def zone_id(document: Document) -> int | None:
    """The neighbourhood that a subject is about; without one, it is the whole town's."""
    zone = territory.territory().find(document["zone"]) if "zone" in document else None
    return zone.id if zone else None


def _step(step: Document, today: dt.date) -> dict[str, Any]:
    return {"on": _day(today, step["on"]).isoformat(), "title": text(step["title"])}


def _day(today: dt.date, offset: int) -> dt.date:
    return today + dt.timedelta(days=offset)


def instant(today: dt.date, offset: int, hour: int) -> dt.datetime:
    """An hour of the town's clock, some days from today."""
    return dt.datetime.combine(_day(today, offset), dt.time(hour), PARIS).astimezone(dt.UTC)
