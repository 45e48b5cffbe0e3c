"""Looking for sudden crowds, once per organisation and hour, whoever's clock asks and however often."""

import datetime as dt

from flask import current_app
from sqlalchemy import Row

from portal.core import audit, clock, tenancy
from portal.core.database import db, transactional
from portal.organisations import queries as organisations
from portal.participation.rules.conditions import Conditions
from portal.participation.service import setting_aside
from portal.petitions.models import Burst
from portal.petitions.queries import bursts, guarding
from portal.petitions.rules import fraud
from portal.petitions.rules.fraud import Guard, Hold, Seen, What

LATE = dt.timedelta(minutes=2)  # what was sent in the last second of an hour is in the base by then
HOUR = dt.timedelta(hours=1)


def tick() -> None:
    """What the clock does each second: nothing, but once an hour."""
    latest = (clock.now() - LATE).replace(minute=0, second=0, microsecond=0)
    if current_app.extensions.get("bursts_watched") == latest:
        return
    for organisation_id in [row.id for row in organisations.all_organisations()]:
        with tenancy.use_organisation(organisation_id):
            while watch(latest):
                db.session.expunge_all()
        db.session.remove()
    current_app.extensions["bursts_watched"] = latest


@transactional
def watch(latest: dt.datetime) -> bool:
    """Look at the next hour that ended by `latest`, if there is one. What was seen, and that it was looked at, is one
    transaction. Returns whether there was one."""
    hour = bursts.take_hour(latest)
    if hour is None:
        return False
    guard = guarding.guard()
    for row in bursts.crowded(hour):
        expected = fraud.usual(row.of_all, row.before_own, row.before_all)
        if fraud.is_burst(What(row.what), row.n, expected, row.before_all) and not _is_allowed(row, guard):
            _note(row, hour, expected, is_held=guard.holds_bursts)
    return True


@transactional
def look_at(burst_id: int, *, actor_id: int | None) -> None:
    """Note that somebody looked at a crowd: it waits no longer."""
    row = tenancy.get(Burst, burst_id)
    row.looked_at, row.looked_by = clock.database_now(), actor_id
    audit.record("petition.burst_looked_at", "activity", row.activity_id, actor_id=actor_id)


def _is_allowed(row: Row[tuple[object, ...]], guard: Guard) -> bool:
    is_network = row.what == What.NETWORK
    seen = Seen(network=row.value if is_network else None, domain="" if is_network else row.value, key="")
    return guard.allowed.has(seen)


def _note(row: Row[tuple[object, ...]], hour: dt.datetime, expected: float, *, is_held: bool) -> None:
    seen = Burst(
        activity_id=row.activity_id,
        hour=hour,
        what=row.what,
        value=row.value,
        number=row.n,
        expected=round(expected),
    )
    db.session.add(seen)
    db.session.flush()
    audit.record("petition.burst", "activity", row.activity_id, what=row.what, number=row.n, expected=seen.expected)
    if is_held:
        wanted = Conditions(more={row.what: row.value, "hour": hour.isoformat(), "spared": "allowed"})
        seen.work_id = setting_aside.ask(
            row.activity_id, wanted, reason=Hold.BURST, actor_id=None, kind=setting_aside.HOLD
        )
