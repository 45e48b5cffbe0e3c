"""Opening and closing are matters of the clock alone; here they are told of, once per activity and instant.

A closing that is moved is another instant and is told of again. Stopped anywhere, the next tick goes on.
"""

import datetime as dt
from collections.abc import Sequence

from portal.accounts import queries as accounts
from portal.accounts import rules as rights
from portal.accounts.models import User
from portal.accounts.rules import Right
from portal.core import audit, clock, mail, outbox, tenancy
from portal.core.database import db, transaction, transactional
from portal.core.mail import Letter
from portal.participation import events
from portal.participation.models import Activity
from portal.participation.queries import announcing, tallies
from portal.participation.service import keys

SUBJECT = "activity"
NEWS = dt.timedelta(days=1)  # the portal may have been stopped: what is older is no news to anybody

Told = events.ActivityOpened | events.ActivityClosed


def tick() -> int:
    """What the clock does each second. Returns how much was announced."""
    with transaction():
        organisation_ids = announcing.organisations_with_news()
    announced = 0
    for organisation_id in organisation_ids:
        with tenancy.use_organisation(organisation_id):
            announced += announce()
        db.session.remove()
    return announced


@transactional
def announce() -> int:
    """Tell of whatever opened or closed in the organisation at work. Returns how much that was."""
    rows = announcing.claim()
    for row in rows:
        at = row.happened_at.isoformat()
        if row.what == "opened":
            outbox.publish(events.ActivityOpened(activity_id=row.activity_id, opened_at=at))
            audit.record("activity.opened", SUBJECT, row.activity_id, at=at)
        else:
            outbox.publish(events.ActivityClosed(activity_id=row.activity_id, closed_at=at))
            audit.record("activity.ended", SUBJECT, row.activity_id, at=at)
    db.session.flush()
    return len(rows)


def take(batch: Sequence[Told]) -> None:
    """The subscriber that writes to those who lead the activity, where that is news."""
    for event in batch:
        at = event.opened_at if isinstance(event, events.ActivityOpened) else event.closed_at
        activity = tenancy.find(Activity, event.activity_id)
        if activity is None or clock.database_now() - dt.datetime.fromisoformat(at) > NEWS:
            continue
        name = "opened" if isinstance(event, events.ActivityOpened) else "closed"
        mail.queue_all([_letter(name, activity, user) for user in _leaders(activity.id)])


def _leaders(activity_id: int) -> list[User]:
    """Who worked on it and still may."""
    users = accounts.active(announcing.led_by(activity_id))
    return [user for user in users if rights.may(rights.Role(user.role), Right.ACTIVITIES_EDIT)]


def _letter(name: str, activity: Activity, user: User) -> Letter:
    head = tallies.head(activity.id)
    return Letter(
        template=f"participation/{name}",
        to_address=user.email,
        to_key=keys.person_key(user.email),
        language=user.language,
        subject_type=SUBJECT,
        subject_id=activity.id,
        context={
            "activity_id": activity.id,
            "title": activity.title,
            "counted": head.counted if head else 0,
        },
    )
