"""Deciding what is held while it is signed, and what staff change of that. No look costs a round trip (decision 10)."""

from typing import Any

from flask import current_app

from portal.core import audit, limits, tenancy
from portal.core.database import after_commit, db, transactional
from portal.participation.rules import identity
from portal.participation.service import keys
from portal.petitions import disposable, spelling
from portal.petitions.models import GuardLine, GuardRow
from portal.petitions.queries import guarding
from portal.petitions.rules import fraud
from portal.petitions.rules.fraud import Seen, Verdict, What

HOUR = 3600
SUBJECT = "petition_guard"


def held_reason(activity_id: int, address: str, network: str | None) -> str | None:
    """Why this signature is to wait for staff once confirmed; None for nearly all. Counts it among its network's."""
    domain = identity.mail_domain(address)
    found = fraud.reason(
        Seen(network=network, domain=domain, key=keys.person_key(address).hex()),
        guarding.guard(),
        in_hour=_in_hour(activity_id, network),
        is_disposable=disposable.is_disposable(domain),
    )
    return str(found) if found else None


def _in_hour(activity_id: int, network: str | None) -> int:
    """Which one of this network under this petition it is, in this process and hour; 0 where nobody knows its network."""
    if network is None:
        return 0
    window: limits.Window = current_app.extensions.setdefault("signatures", limits.Window(HOUR))
    return window.add(f"{activity_id} {network}")


@transactional
def change_settings(*, actor_id: int | None = None, **values: Any) -> None:
    """Change what is watched for: signatures_an_hour, holds_disposable, holds_bursts."""
    row = guarding.row()
    if row is None:
        row = GuardRow()
        db.session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    audit.record("petition_guard.changed", SUBJECT, tenancy.current_organisation_id(), actor_id=actor_id, **values)
    after_commit(guarding.forget)


@transactional
def add_line(verdict: Verdict, what: What, typed: str, *, note: str = "", actor_id: int | None = None) -> GuardLine:
    """Block or allow a network, a domain or an address; what is listed already changes sides. Raises ValueError."""
    value = spelling.stored(what, typed)
    row = guarding.find_line(what, value)
    if row is None:
        row = GuardLine(what=what, value=value)
        db.session.add(row)
    row.verdict, row.note, row.created_by = verdict, note or None, actor_id
    db.session.flush()
    audit.record("petition_guard.line_added", SUBJECT, row.id, actor_id=actor_id, verdict=verdict, what=what)
    after_commit(guarding.forget)
    return row


@transactional
def remove_line(line_id: int, *, actor_id: int | None = None) -> None:
    """Take a line off its list."""
    row = tenancy.get(GuardLine, line_id)
    audit.record("petition_guard.line_removed", SUBJECT, row.id, actor_id=actor_id, verdict=row.verdict, what=row.what)
    db.session.delete(row)
    after_commit(guarding.forget)
