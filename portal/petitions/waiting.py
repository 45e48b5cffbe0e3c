"""What waits for the moderators: petitions and news by their authors, with how long they have been waiting."""

import datetime as dt
from dataclasses import dataclass

from portal.core import clock
from portal.participation.models import Activity
from portal.petitions.models import Petition, Update
from portal.petitions.queries import desk
from portal.petitions.rules import ages
from portal.petitions.rules.ages import Age


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A petition, or an update of one, in the queue."""

    activity: Activity
    petition: Petition | None
    update: Update | None
    days: int
    is_opinion_asked: bool = False

    @property
    def age(self) -> Age:
        return ages.age(self.days)

    @property
    def days_left(self) -> int:
        return ages.days_left(self.days)


def queue() -> list[Waiting]:
    """The first of each, the longest waiting on top."""
    now = clock.now()
    petitions = [
        Waiting(
            activity=activity,
            petition=row,
            update=None,
            days=_days(row.submitted_at or row.created_at, now),
            is_opinion_asked=row.opinion_asked_at is not None,
        )
        for activity, row in desk.waiting()
    ]
    updates = [
        Waiting(activity=activity, petition=None, update=row, days=_days(row.created_at, now))
        for activity, row in desk.waiting_updates()
    ]
    return sorted(petitions + updates, key=lambda each: -each.days)


def _days(since: dt.datetime, now: dt.datetime) -> int:
    return (now - since).days
