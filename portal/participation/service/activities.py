"""Projects and activities as staff lead them: made, published, changed, withdrawn, answered."""

import datetime as dt
import hashlib
import json
import re
import unicodedata
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert

from portal.core import audit, clock, outbox, sanitise
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.core.tenancy import current_organisation_id
from portal.participation import events, notices
from portal.participation.models import Activity, OfficialAnswer, Project, TallyHead
from portal.participation.queries import activities
from portal.participation.rules import states

SLUG_SIGNS = 60
RESERVED = frozenset({"new", "mine", "author", "sponsor", "carry"})  # addresses of pages beside those of activities


class NotReady(Refused):
    """What is missing before an activity may open."""


class EditedMeanwhile(Refused):
    """Somebody else changed it first; nothing was kept of this change yet."""


@transactional
def create_project(
    *, title: dict[str, str], slug: str | None = None, actor_id: int | None = None, **values: Any
) -> Project:
    """A new project, visible at once unless said otherwise."""
    stem = _slug_from(_any(title), set())
    project = Project(title=title, slug=slug or _slug_from(stem, activities.project_slugs(stem)), **_with_html(values))
    db.session.add(project)
    db.session.flush()
    audit.record("project.created", "project", project.id, actor_id=actor_id)
    return project


@transactional
def edit_project(project_id: int, *, seen: str | None = None, actor_id: int | None = None, **values: Any) -> Project:
    """Change what a project says, when, and what came of it. Raises EditedMeanwhile when it is not what was seen."""
    project = activities.locked_project(project_id)
    if seen is not None and seen != digest_of(project):
        raise EditedMeanwhile("edited meanwhile")
    for name, value in _with_html(values).items():
        setattr(project, name, value)
    audit.record("project.edited", "project", project_id, actor_id=actor_id, fields=sorted(values))
    return project


@transactional
def create_activity(*, kind: str, title: dict[str, str], actor_id: int | None = None, **values: Any) -> Activity:
    """A new activity, as a draft, with an address made from its title and an empty tally."""
    slug = values.pop("slug", None) or _free_slug(_any(title))
    activity = Activity(kind=kind, title=title, slug=slug, created_by=actor_id, **_with_html(values))
    db.session.add(activity)
    db.session.flush()
    db.session.execute(insert(TallyHead).values(organisation_id=current_organisation_id(), activity_id=activity.id))
    audit.record("activity.created", "activity", activity.id, actor_id=actor_id, kind=kind)
    return activity


@transactional
def edit_activity(activity_id: int, *, seen: str | None = None, actor_id: int | None = None, **values: Any) -> Activity:
    """Change what an activity says of itself. Raises EditedMeanwhile when it is no longer the version the editor saw,
    Refused for what is fixed once it opened."""
    activity = activities.locked(activity_id)
    if seen is not None and seen != str(activity.version):
        raise EditedMeanwhile("edited meanwhile")
    is_fixed = activity.stage != states.Stage.DRAFT and activity.opens_at is not None
    for name in ("is_anonymous", "access"):
        if is_fixed and name in values and values[name] != getattr(activity, name):
            raise Refused(_("What an activity promised at its opening cannot change afterwards."))
    for name, value in _with_html(values).items():
        setattr(activity, name, value)
    activity.version += 1
    audit.record("activity.edited", "activity", activity_id, actor_id=actor_id, fields=sorted(values))
    activities.forget_cards()
    return activity


@transactional
def publish(
    activity_id: int, *, opens_at: dt.datetime, closes_at: dt.datetime | None, actor_id: int | None = None
) -> Activity:
    """Let an activity open at its instant, by the database's clock. Raises NotReady without its notice (R11)."""
    if notices.missing():
        raise NotReady("The organisation must say who it is before a form may open.")
    activity = activities.get(activity_id)
    if activity.stage not in (states.Stage.DRAFT, states.Stage.REVIEW):
        raise Refused(_("This activity is published already."))
    activity.stage, activity.opens_at, activity.closes_at = states.Stage.PUBLISHED, opens_at, closes_at
    activity.version += 1
    audit.record("activity.published", "activity", activity_id, actor_id=actor_id)
    activities.forget_cards()
    return activity


@transactional
def withdraw(activity_id: int, *, reason: str, actor_id: int | None = None) -> None:
    """Take an activity back in public, with the reason. Had it opened, it is closed now: what is kept runs from then."""
    activity = activities.get(activity_id)
    activity.stage, activity.withdrawn_reason = states.Stage.WITHDRAWN, reason
    now = clock.database_now()
    if activity.opens_at is not None and activity.opens_at < now:
        activity.closes_at = min(activity.closes_at or now, now)
    activity.version += 1
    audit.record("activity.withdrawn", "activity", activity_id, actor_id=actor_id)
    activities.forget_cards()


@transactional
def answer(
    activity_id: int,
    *,
    decision: states.Decision,
    author: str,
    body: dict[str, str],
    title: dict[str, str] | None = None,
    documents: list[dict[str, str]] | None = None,
    actor_id: int | None = None,
) -> OfficialAnswer:
    """Publish what the organisation decided; a correction is a new version."""
    activity = activities.locked(activity_id)
    before = activities.latest_answer(activity_id)
    row = OfficialAnswer(
        activity_id=activity_id,
        number=before.number + 1 if before else 1,
        decision=decision,
        author=author,
        title=title or {},
        body=body,
        body_html=_html(body),
        documents=documents or [],
    )
    db.session.add(row)
    activity.version += 1
    db.session.flush()
    audit.record("activity.answered", "activity", activity_id, actor_id=actor_id, decision=decision, number=row.number)
    outbox.publish(events.AnswerPublished(activity_id=activity_id, answer_id=row.id))
    activities.forget_cards()
    return row


def digest_of(project: Project) -> str:
    """A short word for what an editor sees of a project: it differs when somebody changed it."""
    said = [project.title, project.summary, project.body, project.outcome, project.timeline, project.documents]
    told = json.dumps([*said, project.zone_id, project.is_published], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _with_html(values: dict[str, Any]) -> dict[str, Any]:
    """Markdown is rendered once, when it is written."""
    rendered = {f"{name}_html": _html(values[name]) for name in ("body", "outcome") if name in values}
    return values | rendered


def _html(body: dict[str, str]) -> dict[str, str]:
    return {language: str(sanitise.from_markdown(text)) for language, text in body.items()}


def _any(text: dict[str, str]) -> str:
    return text.get("fr") or next(iter(text.values()))


def _free_slug(title: str) -> str:
    stem = _slug_from(title, set())
    return _slug_from(title, activities.slugs(stem) | RESERVED)


def _slug_from(title: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", title.replace("’", " ")).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_SIGNS].strip("-") or "activite"
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
