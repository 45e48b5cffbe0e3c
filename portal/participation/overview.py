"""How activities stand, for staff: what is open with its small curve, which answers are due, what waits for somebody."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts import login
from portal.core import clock
from portal.core.desk import Task
from portal.core.languages import said
from portal.participation import kinds
from portal.participation.models import Activity
from portal.participation.queries import activities, openings, overviews
from portal.participation.service.acts import today

CURVE_DAYS = 14
CLOCKS = 20
SOON_DAYS = 30


@dataclass(frozen=True)
class Standing:
    """An open activity, its total, what yesterday brought, and the last days."""

    activity: Activity
    url: str
    total: int
    yesterday: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class Clock:
    """An answer that people wait for; `days_left` is negative when it is late."""

    activity: Activity
    url: str
    due_on: dt.date
    days_left: int


def open_now() -> list[Standing]:
    """What is open, what closes first on top; of thousands of one kind the first few."""
    rows = openings.of_each_kind(CLOCKS)
    ids = [row.id for row in rows]
    last = today()
    span = [last - dt.timedelta(days=back) for back in range(CURVE_DAYS - 1, -1, -1)]
    totals, by_day = overviews.totals(ids), overviews.days(ids, span[0])
    return [
        Standing(
            activity=row,
            url=_desk_url(row),
            total=totals.get(row.id, 0),
            yesterday=by_day[row.id].get(span[-2], 0),
            days=tuple(by_day[row.id].get(day, 0) for day in span),
        )
        for row in rows
    ]


def clocks() -> list[Clock]:
    """Closed activities that have no answer yet, the latest one first."""
    rows = activities.closed(CLOCKS)
    answered = activities.answers_of([row.id for row in rows])
    waiting = [_clock(row) for row in rows if row.id not in answered and row.closes_at is not None]
    return sorted(waiting, key=lambda each: each.days_left)


def answers_due() -> Iterator[Task]:
    """Answers to write, from a month before they are due."""
    for each in clocks():
        if each.days_left <= SOON_DAYS:
            yield Task(
                title=_("Answer: %(title)s", title=said(each.activity.title)),
                due=_late(-each.days_left) if each.days_left < 0 else _left(each.days_left),
                url=url_for("participation_manage.answer", activity_id=each.activity.id),
                act=_("Write the answer"),
                days_left=each.days_left,
                tone="bad" if each.days_left < 0 else "soon",
            )


def _clock(activity: Activity) -> Clock:
    closed_on = (activity.closes_at or clock.now()).date()
    due_on = activity.answer_due_on or closed_on + dt.timedelta(days=SOON_DAYS)
    return Clock(activity, _desk_url(activity), due_on, (due_on - today()).days)


def _desk_url(activity: Activity) -> str:
    """The activity's page for staff; its results for whoever may not see that."""
    first = next((tab for tab in kinds.kind(activity.kind).tabs if login.may(tab.right)), None)
    if first is None:
        return kinds.url(activity.kind, activity.slug, "results")
    return url_for(first.endpoint, activity_id=activity.id)


def _late(days: int) -> str:
    return ngettext("%(num)s day late, for all to see", "%(num)s days late, for all to see", days)


def _left(days: int) -> str:
    return ngettext("%(num)s day left", "%(num)s days left", days)
