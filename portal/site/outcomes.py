"""What came of an activity that is over: the organisation's answer, or how long people have been waiting for one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import clock, formats, tenancy
from portal.core.languages import said
from portal.participation import kinds
from portal.participation.models import Activity, OfficialAnswer
from portal.participation.queries import activities, tallies
from portal.participation.rules import answering, states

SUMMARY_SIGNS = 180

TONES = {
    states.Decision.ACCEPTED: "good",
    states.Decision.PARTLY: "good",
    states.Decision.REFUSED: "bad",
    states.Decision.UNDER_STUDY: "soon",
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One entry of the list of outcomes, in words; `tone` is good, bad or soon."""

    tone: str
    outcome: str
    title: str
    url: str
    summary: str
    note: str


def outcomes(closed: Sequence[Activity]) -> list[Outcome]:
    """The outcome of each, in the same order, with two reads for all of them."""
    ids = [activity.id for activity in closed]
    answers, counted = activities.answers_of(ids), tallies.counted(ids)
    return [_outcome(activity, answers.get(activity.id), counted) for activity in closed]


def _outcome(activity: Activity, answer: OfficialAnswer | None, counted: Mapping[int, int]) -> Outcome:
    n = counted.get(activity.id, 0)
    people = f"{formats.number(n)} {kinds.words(activity.kind).people(n)}"
    closed_on = _day(activity.closes_at) if activity.closes_at else None
    if answer is None:
        waiting = _waiting(closed_on, activity.answer_due_on)
        summary = said(activity.summary)
        return _entry(activity, tone="soon", outcome=waiting, summary=summary, note=people, page="results")
    days = answering.days_to_answer(closed_on, _day(answer.published_at))
    note = people if days is None else _("%(people)s, %(delay)s", people=people, delay=_delay(days))
    decision = states.Decision(answer.decision)
    summary = said(answer.title) or _beginning(said(answer.body))
    tone, outcome = TONES[decision], _decided(decision)
    return _entry(activity, tone=tone, outcome=outcome, summary=summary, note=note, page="results")


def _entry(activity: Activity, *, page: str, **words: str) -> Outcome:
    return Outcome(title=said(activity.title), url=kinds.url(activity.kind, activity.slug, page), **words)


def _decided(decision: states.Decision) -> str:
    return {
        states.Decision.ACCEPTED: _("Accepted"),
        states.Decision.PARTLY: _("Accepted in part"),
        states.Decision.REFUSED: _("Refused, and why"),
        states.Decision.UNDER_STUDY: _("Under study"),
    }[decision]


def _waiting(closed_on: dt.date | None, due_on: dt.date | None) -> str:
    today = _day(clock.now())
    wait = answering.wait(closed_on or today, due_on, today)
    if wait.days_late:
        return ngettext("Answer late by one day", "Answer late by %(num)s days", wait.days_late)
    if due_on is not None:
        return _("Answer promised by %(day)s", day=formats.day(due_on))
    if not wait.days:
        return _("Answer to come")
    return ngettext("Waiting for an answer for one day", "Waiting for an answer for %(num)s days", wait.days)


def _delay(days: int) -> str:
    if not days:
        return _("answered on the same day")
    return ngettext("answered in one day", "answered in %(num)s days", days)


def _beginning(markdown: str) -> str:
    """The first sentences of a text, without its marks."""
    first = markdown.strip().split("\n\n", 1)[0].replace("\n", " ").replace("**", "").lstrip("#> ")
    if len(first) <= SUMMARY_SIGNS:
        return first
    return first[:SUMMARY_SIGNS].rsplit(" ", 1)[0] + "…"


def _day(instant: dt.datetime) -> dt.date:
    return clock.day_in(tenancy.organisation().time_zone, instant)
