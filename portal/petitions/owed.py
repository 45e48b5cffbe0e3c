"""What the organisation owes for a petition, step by step, in words: one list for the page, from the first threshold on."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import clock, formats, tenancy
from portal.core.languages import said
from portal.participation import labels
from portal.participation.rules.states import Decision
from portal.petitions import clockwork
from portal.petitions.models import Milestone
from portal.petitions.progress import Progress, Rung
from portal.petitions.rules.clocks import Hand, Pace, Step

TONES = {Pace.DONE: "done", Pace.NOW: "now", Pace.LATE: "missed", Pace.LATER: ""}


@dataclass(frozen=True)
class Line:
    """A step in words. `tone` as the clock macro takes it; `url` leads to a record of it."""

    tone: str
    title: str
    note: str
    url: str = ""


def today() -> dt.date:
    """The organisation's day."""
    return clock.day_in(tenancy.organisation().time_zone, clock.now())


def hands(rung: Rung, on: dt.date) -> list[Hand]:
    """The clock of a threshold that stands reached; nothing before."""
    return clockwork.hands(rung.milestone, rung.threshold, on) if rung.milestone and rung.is_reached else []


def late_days(progress: Progress, on: dt.date) -> int:
    """By how many days the organisation is late with the worst of its steps; 0 when it is on time."""
    return max((hand.days_late for rung in progress.rungs for hand in hands(rung, on)), default=0)


def lines(progress: Progress, on: dt.date, *, expected_on: dt.date | None, is_open: bool) -> list[Line]:
    """Each threshold, and under each that was reached its clock; what the next one would bring."""
    found: list[Line] = []
    for rung in progress.rungs:
        is_next = is_open and rung == progress.next
        found.append(_threshold(rung, expected_on if is_next else None, is_next=is_next))
        found += _kept(rung) if not rung.is_reached else [_line(rung, hand) for hand in hands(rung, on)[1:]]
    return found


def _threshold(rung: Rung, expected_on: dt.date | None, *, is_next: bool) -> Line:
    title = ngettext(
        "%(n)s signature: %(promise)s",
        "%(n)s signatures: %(promise)s",
        rung.number,
        n=formats.number(rung.number),
        promise=said(rung.threshold.label),
    )
    if rung.milestone is not None and rung.is_reached:
        return Line("done", title, _("reached on %(day)s", day=formats.day(rung.milestone.reached_at)))
    if rung.milestone is not None and rung.milestone.reverted_at is not None:
        note = _("reached on %(day)s; signatures were taken out since", day=formats.day(rung.milestone.reached_at))
        return Line("now" if is_next else "", title, note)
    if expected_on is not None:
        return Line("now", title, _("at this pace, around %(day)s", day=formats.day(expected_on)))
    return Line("now" if is_next else "", title, "")


def _kept(rung: Rung) -> Iterator[Line]:
    """What was recorded for a threshold that is not reached any more stays."""
    if rung.milestone is not None and rung.milestone.answered_at is not None:
        yield Line("done", _("Answer"), formats.day(rung.milestone.answered_at), "#answer")


def _line(rung: Rung, hand: Hand) -> Line:
    title, note, url = _words(rung, hand)
    if hand.pace is Pace.LATE:
        late = ngettext("%(num)s day late", "%(num)s days late", hand.days_late)
        due = _("was due by %(day)s", day=formats.day(hand.on)) if hand.on else ""
        note = "; ".join(part for part in (late, due) if part)
    return Line(TONES[hand.pace], title, note, url)


def _words(rung: Rung, hand: Hand) -> tuple[str, str, str]:
    """Title, note and link of a step."""
    when = formats.day(hand.on) if hand.on else ""
    by = _("by %(day)s at the latest", day=when) if when else ""
    row = rung.milestone
    if hand.step is Step.ACKNOWLEDGED:
        note = (row.acknowledged_note if row else "") or ""
        return _("Acknowledgement"), ". ".join(part for part in (when, note) if part) if _is_done(hand) else by, ""
    if hand.step is Step.SESSION:
        told = when or _("at the next session")
        return (
            _("Council session"),
            ". ".join(part for part in (told, *_record(row)) if part),
            (row.session_url if row else "") or "",
        )
    return _("Answer"), when if _is_done(hand) else by, "#answer" if _is_done(hand) else ""


def _record(row: Milestone | None) -> tuple[str, str]:
    """What the council decided, and what was noted of it."""
    if row is None:
        return "", ""
    decision = str(labels.DECISIONS[Decision(row.session_decision)]) if row.session_decision else ""
    return decision, row.session_note or ""


def _is_done(hand: Hand) -> bool:
    return hand.pace is Pace.DONE
