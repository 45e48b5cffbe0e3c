"""What waits for staff: petitions and news for the moderators, steps of clocks for those who answer; as a queue, as things to
do on the first page of the staff area, and as what letters remind of."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import clock, parts
from portal.core.desk import Task
from portal.core.languages import said
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.service.acts import today
from portal.petitions import clockwork, labels
from portal.petitions.models import Petition, Update
from portal.petitions.queries import comments, desk, promises
from portal.petitions.rules import ages
from portal.petitions.rules.ages import Age
from portal.petitions.rules.clocks import Step

TONES = {Age.LATE: "bad", Age.SOON: "soon"}
CLOCK_DAYS = 7  # from then on before its day, a step is a thing to do


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


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A step of a petition's clock that is due: `days_left` is negative when it is late."""

    activity: Activity
    milestone_id: int
    step: Step
    due_on: dt.date
    days_left: int


def queue(size: int = desk.QUEUE) -> list[Waiting]:
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
        for activity, row in desk.waiting(size)
    ]
    updates = [
        Waiting(activity=activity, petition=None, update=row, days=_days(row.created_at, now))
        for activity, row in desk.waiting_updates(size)
    ]
    return sorted(petitions + updates, key=lambda each: -each.days)


def owed(within: int = CLOCK_DAYS) -> list[Owed]:
    """Steps that are late, or due within these days, the most urgent first."""
    day = today()
    found = []
    for activity, milestone, threshold in promises.unkept():
        hand = clockwork.owed(milestone, threshold, day)
        if hand is not None and hand.on is not None and (hand.on - day).days <= within:
            left = (hand.on - day).days
            found.append(
                Owed(activity=activity, milestone_id=milestone.id, step=hand.step, due_on=hand.on, days_left=left)
            )
    return sorted(found, key=lambda each: each.days_left)


def to_moderate() -> Iterator[Task]:
    """Things to do for moderators."""
    for each in queue() if parts.is_in_use("petitions") else ():
        title = each.update.title if each.update else said(each.activity.title)
        yield Task(
            title=_("Judge news: %(title)s", title=title) if each.update else _("Judge: %(title)s", title=title),
            due=_left(each.days_left),
            url=_url(each),
            act=_("Look at it"),
            days_left=each.days_left,
            tone=TONES.get(each.age, ""),
        )


def to_read() -> Iterator[Task]:
    """Things to do for moderators: comments of signatures, by petition."""
    for row in comments.oldest(desk.QUEUE) if parts.is_in_use("petitions") else ():
        days = _days(row.submitted_at, clock.now())
        yield Task(
            title=_("Read comments: %(title)s", title=said(activities.get(row.activity_id).title)),
            due=_left(ages.days_left(days)),
            url=url_for("petitions_manage.comments", activity_id=row.activity_id),
            act=_("Look at them"),
            days_left=ages.days_left(days),
            tone=TONES.get(ages.age(days), ""),
        )


def to_keep() -> Iterator[Task]:
    """Things to do for those who answer: steps of clocks."""
    for each in owed() if parts.is_in_use("petitions") else ():
        yield Task(
            title=_("%(step)s: %(title)s", step=labels.STEPS[each.step], title=said(each.activity.title)),
            due=_left(each.days_left),
            url=url_for("petitions_manage.show", activity_id=each.activity.id, _anchor="clocks"),
            act=_("See what is owed"),
            days_left=each.days_left,
            tone="bad" if each.days_left < 0 else "soon",
        )


def _url(each: Waiting) -> str:
    if each.update is not None:
        return url_for("petitions_manage.read_update", activity_id=each.activity.id, update_id=each.update.id)
    return url_for("petitions_manage.show", activity_id=each.activity.id)


def _left(days: int) -> str:
    if days < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -days)
    return ngettext("%(num)s day left", "%(num)s days left", days)


def _days(since: dt.datetime, now: dt.datetime) -> int:
    return (now - since).days
