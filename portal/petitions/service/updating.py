"""News about a petition: by officials at once, by its author once a moderator agreed."""

from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.core import audit, clock, outbox
from portal.core.database import db, transactional
from portal.participation.queries import activities
from portal.petitions import queries
from portal.petitions.events import UpdateDecided
from portal.petitions.models import Update
from portal.petitions.queries import updates
from portal.petitions.rules import news, states
from portal.petitions.rules.news import Standing
from portal.petitions.service.deciding import NotNow


@transactional
def publish(activity_id: int, *, title: str, body: str, signed_by: str, actor_id: int | None = None) -> Update:
    """News by officials: everybody reads it at once. Raises NotNow for what has not been accepted."""
    row = _add(activity_id, title=title, body=body, signed_by=signed_by, is_by_author=False)
    row.state, row.created_by = Standing.PUBLISHED, actor_id
    row.decided_at, row.decided_by = clock.database_now(), actor_id
    audit.record("petition.update_published", "activity", activity_id, actor_id=actor_id)
    _renew(activity_id)
    return row


@transactional
def propose(activity_id: int, *, title: str, body: str, signed_by: str | None = None) -> Update:
    """News by the author, which waits for a moderator. Raises NotNow for what has not been accepted, or while some wait."""
    queries.locked(activity_id)
    waiting = [row for row in updates.of_petition(activity_id) if row.state == Standing.WAITING]
    if not news.may_write(len(waiting)):
        raise NotNow(_("Your last news are still being read. Write again once they are published."))
    row = _add(activity_id, title=title, body=body, signed_by=signed_by, is_by_author=True)
    audit.record("petition.update_proposed", "activity", activity_id)
    return row


@transactional
def decide(update_id: int, *, is_published: bool, reason: str = "", actor_id: int | None = None) -> Update:
    """Publish an author's news or refuse it. Raises NotNow when somebody decided before."""
    row = updates.locked(update_id)
    if row is None:
        raise NotFound
    if row.state != Standing.WAITING:
        raise NotNow(_("Somebody else decided about this news meanwhile."))
    row.state, row.reason = (Standing.PUBLISHED, None) if is_published else (Standing.REFUSED, reason)
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
    if petition.standing != states.Standing.ACCEPTED:
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
