"""Taking people out of the base as a file: logged, and marked in every row with whose it is and what for (R5)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.consents import queries as consents
from portal.contacts import labels
from portal.contacts.queries import people
from portal.contacts.queries.people import Filter
from portal.core import audit, clock, tables, tenancy
from portal.core.database import transactional
from portal.core.languages import said
from portal.territory import queries as territory

UNBOUNDED = 10_000_000


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file that was asked for: by whom, what for, and how many people are in it."""

    wanted: Filter
    purpose: str
    user: str
    asked_at: dt.datetime
    rows: int


@transactional
def ask(wanted: Filter, *, purpose: str, user: str, actor_id: int | None) -> Export:
    """Log an export before a byte of it leaves."""
    export = Export(
        wanted=wanted, purpose=purpose, user=user, asked_at=clock.now(), rows=people.count(wanted, UNBOUNDED)
    )
    logged = {"zone_id": wanted.zone_id, "theme": wanted.theme, "purpose_id": wanted.purpose_id}
    filters = {name: value for name, value in logged.items() if value} | {"has_words": bool(wanted.words)}
    audit.record("contacts.exported", "contacts", actor_id=actor_id, rows=export.rows, purpose=purpose, filter=filters)
    return export


def write(export: Export) -> Iterator[str]:
    """The file, piece by piece, at constant memory. Each row says whose data it is: files are cut and pasted."""
    purposes = consents.purposes()
    header = [_("Name"), _("E-mail"), _("Telephone"), _("Zone"), _("Language"), _("Themes"), _("In the base since")]
    names = [said(purpose.name) for purpose in purposes]
    mark = watermark(export)
    return tables.csv_stream([*header, *names, _("Origin of this file")], _rows(export, purposes, mark))


def watermark(export: Export) -> str:
    """Controller, regime, purpose, user, day: in one sentence."""
    card = tenancy.card(tenancy.current_organisation_id())
    day = clock.day_in(card.time_zone, export.asked_at).isoformat()
    return " · ".join(
        [card.legal.get("controller") or card.name, str(labels.REGIMES[card.regime]), export.purpose, export.user, day]
    )


def _rows(export: Export, purposes: list[Any], mark: str) -> Iterator[list[Any]]:
    zones = territory.territory().by_id()
    for rows in people.everybody(export.wanted):
        ids = [row.id for row in rows]
        interests, standing = people.interests_of(ids), people.standing_of(ids)
        for row in rows:
            facts = [row.name, row.address, row.phone, zones[row.zone_id].name if row.zone_id in zones else ""]
            told = [row.language, ", ".join(interests[row.id]), row.created_at.date().isoformat()]
            agreed = [", ".join(labels.channels(standing[row.id][purpose.id])) for purpose in purposes]
            yield [*facts, *told, *agreed, mark]
