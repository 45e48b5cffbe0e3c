"""One petition of another portal, kept: an activity, its row, its number from there, its promises and its answer."""

import uuid
from enum import StrEnum

from portal.core import audit, clock
from portal.core.database import db, transactional
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.participation.service import activities as service_activities
from portal.participation.service import elsewhere
from portal.petitions import queries
from portal.petitions.importing.shapes import Past, Reached, Response
from portal.petitions.models import Milestone, Petition
from portal.petitions.queries import imported
from portal.petitions.rules.states import Standing
from portal.petitions.service import starting
from portal.petitions.service.starting import Texts

FORMS = uuid.UUID("0b1f6b52-8a0e-4d0c-9a25-3e8c6a1f7d20")  # names the forms that nobody sent


class Fate(StrEnum):
    """What became of a line."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@transactional
def keep(past: Past, *, actor_id: int | None = None) -> Fate:
    """Keep it under its id there. What is the same stays untouched; what changed is said anew, never a second time."""
    petition = imported.find(past.source, past.source_id)
    if petition is not None and petition.source_digest == past.digest:
        return Fate.SAME
    fate = Fate.CHANGED if petition else Fate.ADDED
    petition = petition or _begin(past)
    activity = activities.locked(petition.activity_id)
    _write(activity, petition, past)
    _promise(petition, past.promises, past.source)
    elsewhere.set_number(activity.id, past.number)
    if past.response is not None:
        _answer(petition, past.response, past.author)
    audit.record(f"petition.import_{fate}", "activity", activity.id, actor_id=actor_id, source=past.source)
    db.session.flush()
    return fate


def _begin(past: Past) -> Petition:
    form = uuid.uuid5(FORMS, f"{past.source}/{past.source_id}")
    activity = starting.begin(_texts(past), language=past.language, submission_id=form)
    petition = imported.of(activity.id)
    petition.source, petition.source_id = past.source, past.source_id
    return petition


def _write(activity: Activity, petition: Petition, past: Past) -> None:
    service_activities.edit_activity(
        activity.id, **starting.said(_texts(past), past.language), themes=list(past.themes)
    )
    is_public = past.standing is Standing.ACCEPTED
    activity.stage = states.Stage.PUBLISHED if is_public else states.Stage.DRAFT
    activity.opens_at, activity.closes_at = past.opens_at, past.closes_at
    activity.created_at = petition.created_at = past.opens_at
    petition.standing, petition.is_text_hidden = past.standing, past.is_text_hidden
    if past.is_text_hidden:  # the address was made from the title
        activity.slug = f"{queries.KIND}-{activity.id}"
    petition.reason, petition.reason_note = past.reason, past.note or None
    petition.decided_at = past.decided_at or (past.opens_at if is_public else None)
    petition.source_url, petition.source_digest = past.url or None, past.digest
    petition.imported_at = clock.database_now()


def _promise(petition: Petition, promises: tuple[Reached, ...], source: str) -> None:
    """What the other portal promised; when it was reached there, where the file tells. Else the tally's move finds out."""
    known = {row.threshold_id: row for row in imported.milestones(petition.activity_id)}
    for each in promises:
        threshold = imported.threshold(source, each.promise, each.number)
        row = known.get(threshold.id)
        if row is None and each.reached_at is not None:
            row = Milestone(
                activity_id=petition.activity_id,
                threshold_id=threshold.id,
                number=each.number,
                reached_at=each.reached_at,
            )
            db.session.add(row)
        if row is not None and each.session_on is not None:
            row.session_on, row.session_url = each.session_on, each.session_url or None
    db.session.flush()


def _answer(petition: Petition, response: Response, author: str) -> None:
    """The answer that was given there; a corrected text is a new version."""
    before, body = activities.latest_answer(petition.activity_id), {petition.language: response.body}
    if before is not None and before.body == body:
        return
    row = service_activities.answer(
        petition.activity_id,
        decision=states.Decision.UNDER_STUDY,
        author=author,
        title={petition.language: response.title} if response.title else {},
        body=body,
    )
    row.published_at = response.published_at
    for milestone in imported.milestones(petition.activity_id):
        if milestone.answered_at is None:
            milestone.answered_at, milestone.answer_id = row.published_at, row.id


def _texts(past: Past) -> Texts:
    return Texts(ask=past.ask, background=past.background, details=past.details)
