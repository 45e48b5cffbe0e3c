"""What the organisation owes after closing: how long it took to answer, how long people have been waiting."""

import datetime as dt
from dataclasses import dataclass

ANSWER = "answer"  # what people who asked are told in the end; other subjects are steps towards it


@dataclass(frozen=True, kw_only=True)
class Wait:
    """People wait for an answer: since when (days since closing), and how late it is against the promise."""

    days: int
    days_late: int
    due_on: dt.date | None


def wait(closed_on: dt.date, due_on: dt.date | None, today: dt.date) -> Wait:
    """The wait at a day of the organisation's calendar. Without a promised day nothing is late."""
    late = (today - due_on).days if due_on else 0
    return Wait(days=max(0, (today - closed_on).days), days_late=max(0, late), due_on=due_on)


def days_to_answer(closed_on: dt.date | None, answered_on: dt.date) -> int | None:
    """Days from closing to the answer; None where it came while people could still take part."""
    if closed_on is None or answered_on < closed_on:
        return None
    return (answered_on - closed_on).days
