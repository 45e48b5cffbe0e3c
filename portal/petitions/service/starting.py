"""Making a petition: by the organisation as a draft, by a resident in search of sponsors."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.rules import states as activity_states
from portal.participation.service import activities
from portal.petitions import queries
from portal.petitions.models import Petition
from portal.petitions.rules.states import Standing

SEATS = 2  # a couple may share a mailbox


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What a petition says, cleaned and checked (`rules.texts`)."""

    ask: str
    background: str = ""
    details: str = ""


@transactional
def draft(texts: Texts, *, language: str = "fr", actor_id: int | None = None, **values: Any) -> Activity:
    """A petition of the organisation itself, without sponsors: a draft until it opens."""
    is_statutory = values.pop("is_statutory", False)
    activity = _activity(texts, language, actor_id=actor_id, **values)
    add_petition(activity.id, standing=Standing.DRAFT, language=language, is_by_staff=True, is_statutory=is_statutory)
    return activity


@transactional
def begin(texts: Texts, *, language: str, submission_id: uuid.UUID, **author: Any) -> Activity:
    """A resident's petition, which looks for sponsors. `author`: the author_ columns of Petition, and is_statutory."""
    activity = _activity(texts, language)
    add_petition(activity.id, standing=Standing.SPONSORING, language=language, submission_id=submission_id, **author)
    return activity


@transactional
def rewrite(activity_id: int, texts: Texts, *, actor_id: int | None = None) -> Activity:
    """Other words for a petition that has not opened."""
    language = queries.petition(activity_id).language
    words = said(texts, language)
    return activities.edit_activity(activity_id, actor_id=actor_id, **words)


def words_of(activity: Activity, language: str) -> Texts:
    """What a petition says, as it was begun."""
    return Texts(
        ask=activity.title.get(language, ""),
        background=activity.summary.get(language, ""),
        details=activity.body.get(language, ""),
    )


@transactional
def rewrite_draft(
    activity_id: int,
    texts: Texts,
    *,
    seen: str,
    is_statutory: bool,
    asks_zone: bool,
    actor_id: int | None = None,
) -> None:
    """Other words and other settings for a draft of the organisation. Raises EditedMeanwhile, Refused once it opened."""
    row = queries.locked(activity_id)
    if row.standing != Standing.DRAFT:
        raise Refused(_("It is no draft any more: its words stay as they are."))
    words = said(texts, row.language)
    activities.edit_activity(activity_id, seen=seen, actor_id=actor_id, asks_zone=asks_zone, **words)
    row.is_statutory = is_statutory


def add_petition(activity_id: int, **values: Any) -> Petition:
    """The row beside the activity."""
    row = Petition(activity_id=activity_id, **values)
    db.session.add(row)
    db.session.flush()
    return row


def _activity(texts: Texts, language: str, *, actor_id: int | None = None, **values: Any) -> Activity:
    """Signed with a confirmed address, figures shown as they come."""
    words = said(texts, language)
    return activities.create_activity(
        kind=queries.KIND,
        access=activity_states.AccessLevel.EMAIL,
        results=activity_states.ResultsVisibility.LIVE,
        seats=SEATS,
        actor_id=actor_id,
        **words | values,
    )


def said(texts: Texts, language: str) -> dict[str, Any]:
    """The words of the activity."""
    return {
        "title": {language: texts.ask},
        "summary": {language: texts.background} if texts.background else {},
        "body": {language: texts.details} if texts.details else {},
    }
