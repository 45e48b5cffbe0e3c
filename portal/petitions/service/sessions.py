"""Sessions of the council: announced, then recorded, and told to those who asked what comes of the petition."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.core import audit, formats, outbox, tenancy
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.service import acts, answering
from portal.participation.service.answering import Telling
from portal.petitions.events import SessionRecorded
from portal.petitions.models import Milestone, SessionRecord
from portal.petitions.queries import promises

SUBJECT = "petition_session"


@transactional
def set_session(
    milestone_id: int,
    on: dt.date,
    *,
    note: str = "",
    url: str = "",
    decision: str = "",
    actor_id: int | None = None,
) -> None:
    """Say at which session the council deals, or dealt, with it. With a decision it is a record: those who asked are told
    each version of it once. Raises Refused for a decision of a session to come."""
    if decision and on > acts.today():
        raise Refused(_("The council decides nothing before its session."))
    row = promises.locked_milestone(milestone_id)
    row.session_on, row.session_note, row.session_url = on, note or None, url or None
    row.session_decision = decision or None
    audit.record("petition.session_set", "activity", row.activity_id, actor_id=actor_id, on=on.isoformat())
    if decision:
        _record(row, on, decision)


def take(batch: Sequence[SessionRecorded]) -> None:
    """The subscriber. What is left over of many people is taken at the next turn."""
    for event in batch:
        record = tenancy.get(SessionRecord, event.record_id)
        activity = activities.get(event.activity_id)
        if answering.tell(activity, _told(activity, record)):
            outbox.publish(event)


def _record(milestone: Milestone, on: dt.date, decision: str) -> None:
    """Keep a version, unless it says what the last one said."""
    last = promises.find_record(milestone.id)
    said = {"held_on": on, "decision": decision, "note": milestone.session_note, "url": milestone.session_url}
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return
    number = last.number + 1 if last else 1
    row = SessionRecord(activity_id=milestone.activity_id, milestone_id=milestone.id, number=number, **said)
    db.session.add(row)
    db.session.flush()
    outbox.publish(SessionRecorded(activity_id=milestone.activity_id, record_id=row.id))


def _told(activity: Activity, record: SessionRecord) -> Telling:
    return Telling(
        subject_type=SUBJECT,
        subject_id=record.id,
        template="petitions/session",
        context={
            "activity_id": activity.id,
            "title": activity.title,
            "held_on": _in_words(record.held_on),
            "decision": record.decision,
            "note": record.note,
            "url": record.url,
            "is_correction": record.number > 1,
        },
    )


def _in_words(day: dt.date) -> dict[str, str]:
    """By language, for letters are written in that of each person."""
    found = {}
    for language in tenancy.card(tenancy.current_organisation_id()).languages:
        with force_locale(language):
            found[language] = formats.day(day)
    return found
