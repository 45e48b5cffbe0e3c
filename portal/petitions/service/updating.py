"""News about a petition: by officials at once, by its author once a moderator agreed."""

from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from portal.core import audit, clock, outbox
from portal.core.database import db, transactional
from portal.participation.queries import activities
from portal.petitions import queries
from portal.petitions.events import UpdateDecided
from portal.petitions.models import Update
from portal.petitions.rules.states import Standing
from portal.petitions.service.deciding import NotNow

WAITING, PUBLISHED, REFUSED = "waiting", "published", "refused"


@transactional
def publish(activity_id: int, *, title: str, body: str, signed_by: str, actor_id: int | None = None) -> Update:
    """News by officials: everybody reads it at once. Raises NotNow for what has not been accepted."""
    row = _add(activity_id, title=title, body=body, signed_by=signed_by, is_by_author=False)
    row.state, row.created_by = PUBLISHED, actor_id
    row.decided_at, row.decided_by = clock.database_now(), actor_id
    audit.record("petition.update_published", "activity", activity_id, actor_id=actor_id)
    _renew(activity_id)
    return row


@transactional
def propose(activity_id: int, *, title: str, body: str, signed_by: str | None = None) -> Update:
    """News by the author, which waits for a moderator. Raises NotNow for what has not been accepted."""
    row = _add(activity_id, title=title, body=body, signed_by=signed_by, is_by_author=True)
    audit.record("petition.update_proposed", "activity", activity_id)
    return row


@transactional
def decide(update_id: int, *, is_published: bool, reason: str = "", actor_id: int | None = None) -> Update:
    """Publish an author's news or refuse it. Raises NotNow when somebody decided before."""
    row = db.session.scalar(
        select(Update).where(Update.id == update_id).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    if row.state != WAITING:
        raise NotNow(_("Somebody else decided about this news meanwhile."))
    row.state, row.reason = (PUBLISHED, None) if is_published else (REFUSED, reason)
    row.decided_at, row.decided_by = clock.database_now(), actor_id
    audit.record(
        "petition.update_published" if is_published else "petition.update_refused",
        "activity",
        row.activity_id,
        actor_id=actor_id,
    )
    outbox.publish(UpdateDecided(activity_id=row.activity_id, update_id=row.id))
    _renew(row.activity_id)
    return row


def _add(activity_id: int, *, title: str, body: str, signed_by: str | None, is_by_author: bool) -> Update:
    petition = queries.petition(activity_id)
    if petition.standing != Standing.ACCEPTED:
        raise NotNow(_("There is news only about petitions that were accepted."))
    row = Update(
        activity_id=activity_id,
        title=title,
        body=body,
        signed_by=signed_by,
        is_by_author=is_by_author,
        language=petition.language,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _renew(activity_id: int) -> None:
    """Pages that were kept are not those of this version any more."""
    activities.locked(activity_id).version += 1
    activities.forget_cards()
