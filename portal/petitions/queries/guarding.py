"""What the organisation watches for, remembered by each process for a moment: signing asks no base for it."""

import time

from flask import current_app
from sqlalchemy import select

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.petitions.models import GuardLine, GuardRow
from portal.petitions.rules import fraud
from portal.petitions.rules.fraud import Guard, Verdict

REMEMBERED_SECONDS = 5.0
LISTED = 500


def guard() -> Guard:
    """Settings and lists, at most five seconds old."""
    kept: dict[int, tuple[float, Guard]] = current_app.extensions.setdefault("petition_guards", {})
    organisation_id = current_organisation_id()
    found = kept.get(organisation_id)
    if found is None or found[0] < time.monotonic():
        found = kept[organisation_id] = time.monotonic() + REMEMBERED_SECONDS, _read()
    return found[1]


def forget() -> None:
    """After a change, this process looks again at once; the others within five seconds."""
    current_app.extensions.pop("petition_guards", None)


def row() -> GuardRow | None:
    """The settings, if anybody ever changed them."""
    return db.session.scalar(select(GuardRow))


def lines() -> list[GuardLine]:
    """The lists as staff see them, the newest first."""
    return list(db.session.scalars(select(GuardLine).order_by(GuardLine.id.desc()).limit(LISTED)))


def find_line(what: str, value: str) -> GuardLine | None:
    return db.session.scalar(select(GuardLine).where(GuardLine.what == what, GuardLine.value == value))


def _read() -> Guard:
    settings = row() or GuardRow(signatures_an_hour=fraud.SIGNATURES_AN_HOUR, holds_disposable=True, holds_bursts=False)
    listed = db.session.execute(select(GuardLine.verdict, GuardLine.what, GuardLine.value)).all()
    return Guard(
        signatures_an_hour=settings.signatures_an_hour,
        holds_disposable=settings.holds_disposable,
        holds_bursts=settings.holds_bursts,
        blocked=fraud.lines((each.what, each.value) for each in listed if each.verdict == Verdict.BLOCK),
        allowed=fraud.lines((each.what, each.value) for each in listed if each.verdict == Verdict.ALLOW),
    )
