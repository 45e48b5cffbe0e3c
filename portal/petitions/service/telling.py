"""News about a petition: by its author, read first by a moderator; by officials, published at once."""

from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.core import audit, clock
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.petitions import queries
from portal.petitions.models import Update
from portal.petitions.queries import updates
from portal.petitions.rules import news
from portal.petitions.rules import states as standings
from portal.petitions.rules.news import Standing

WRITABLE = (standings.Standing.ACCEPTED, standings.Standing.WITHDRAWN)


class DecidedAlready(Refused):
    """Somebody else published or refused it first."""


@transactional
def write_update(activity_id: int, *, title: str, body: str, signed_by: str = "", language: str = "fr") -> Update:
    """Keep the author's news until a moderator has read them. Raises Refused while three of them wait."""
    petition = queries.locked(activity_id)
    if petition.standing not in WRITABLE:
        raise Refused(_("News may be written once the petition is open."))
    waiting = [row for row in updates.of_petition(activity_id) if row.state == Standing.WAITING]
    if not news.may_write(len(waiting)):
        raise Refused(_("Your last news are still being read. Write again once they are published."))
    row = Update(
        activity_id=activity_id,
        is_by_author=True,
        title=title,
        body=body,
        signed_by=signed_by or None,
        language=language,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("petition.update_written", "activity", activity_id, update=row.id)
    return row


@transactional
def tell(
    activity_id: int, *, title: str, body: str, signed_by: str, language: str = "fr", actor_id: int | None = None
) -> Update:
    """Publish news of the organisation about a petition, at once."""
    petition = queries.petition(activity_id)
    if petition.standing not in WRITABLE:
        raise Refused(_("News may be written once the petition is open."))
    row = Update(
        activity_id=activity_id,
        is_by_author=False,
        title=title,
        body=body,
        signed_by=signed_by,
        language=language,
        state=Standing.PUBLISHED,
        created_by=actor_id,
        decided_by=actor_id,
        decided_at=clock.database_now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("petition.update_told", "activity", activity_id, actor_id=actor_id, update=row.id)
    return row


@transactional
def publish_update(update_id: int, *, actor_id: int | None = None) -> Update:
    """Let everybody read it. Raises NotFound, DecidedAlready."""
    return _decide(update_id, Standing.PUBLISHED, actor_id=actor_id)


@transactional
def refuse_update(update_id: int, reason: str, *, actor_id: int | None = None) -> Update:
    """Keep it from being read, with the reason for its author. Raises NotFound, DecidedAlready."""
    row = _decide(update_id, Standing.REFUSED, actor_id=actor_id)
    row.reason = reason
    return row


@transactional
def take_back(update_id: int, *, actor_id: int | None = None) -> Update:
    """Take published news off the page. Raises NotFound, DecidedAlready."""
    row = updates.locked(update_id)
    if row is None:
        raise NotFound
    if row.state != Standing.PUBLISHED:
        raise DecidedAlready(_("Somebody decided about these news meanwhile."))
    row.state, row.decided_by = Standing.REFUSED, actor_id
    audit.record("petition.update_taken_back", "activity", row.activity_id, actor_id=actor_id, update=row.id)
    return row


def _decide(update_id: int, standing: Standing, *, actor_id: int | None) -> Update:
    row = updates.locked(update_id)
    if row is None:
        raise NotFound
    if row.state != Standing.WAITING:
        raise DecidedAlready(_("Somebody decided about these news meanwhile."))
    row.state, row.decided_by, row.decided_at = standing, actor_id, clock.database_now()
    audit.record(f"petition.update_{standing}", "activity", row.activity_id, actor_id=actor_id, update=row.id)
    return row
