"""The clocks of the petitions: when a threshold was truly reached, and what the town did of what it then owed."""

import datetime as dt

from sqlalchemy import select

from portal.core.database import db, transactional
from portal.demo import subjects
from portal.demo.petitioning import Carried
from portal.participation.models import Participation
from portal.participation.rules.states import ParticipationState
from portal.petitions.models import Milestone
from portal.petitions.queries import promises
from portal.petitions.service import promising


@transactional
def keep(carried: Carried, today: dt.date, author_id: int) -> None:
    """Set the clock to the day of the signature that reached it; acknowledge and answer where the file says so."""
    document, activity_id = carried.document, carried.activity.id
    answer = subjects.answer(activity_id, document["answer"], today, author_id) if "answer" in document else None
    for row in promises.milestones(activity_id):
        row.reached_at = _reached_at(row)
        if "acknowledged" in document:
            promising.acknowledge(row.id, note=document["acknowledged_note"], actor_id=author_id)
            row.acknowledged_at = row.reached_at + dt.timedelta(days=document["acknowledged"])
        if answer is not None:
            row.answered_at, row.answer_id = answer.published_at, answer.id


def _reached_at(row: Milestone) -> dt.datetime:
    """The instant of the signature that made the number."""
    counted = (
        select(Participation.counted_at)
        .where(Participation.activity_id == row.activity_id, Participation.state == ParticipationState.COUNTED)
        .order_by(Participation.counted_at, Participation.id)
        .offset(row.number - 1)
        .limit(1)
    )
    return db.session.scalars(counted).one() or row.reached_at
