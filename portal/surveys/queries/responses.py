"""Single responses, for staff: who said what where that may be known, ballots without anybody elsewhere."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from portal.core import replica
from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation.models import Activity

BATCH = 1_000

_FILTER = """
      AND (CAST(:zone_id AS bigint) IS NULL OR {zone} = :zone_id)
      AND (CAST(:assurance AS text) IS NULL OR {assurance} = :assurance)"""

# Only what was confirmed once: an unconfirmed answer is not read by anybody.
_CONFIDENTIAL = """
    SELECT p.id::text AS key, p.state, p.assurance, p.channel, p.counted_at, p.invalidated_reason AS reason, v.content,
        v.zone_id, v.language, v.to_address AS address
    FROM participations p
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id""" + _FILTER.format(
    zone="v.zone_id", assurance="p.assurance"
)

_BALLOTS = """
    SELECT b.id::text AS key, 'counted' AS state, b.assurance, '' AS channel,
        CAST(b.counted_on AS timestamp) AT TIME ZONE 'UTC' AS counted_at, NULL AS reason, b.content, b.zone_id,
        '' AS language, NULL AS address
    FROM ballots b
    WHERE b.organisation_id = :organisation_id AND b.activity_id = :activity_id""" + _FILTER.format(
    zone="b.zone_id", assurance="b.assurance"
)

_NEWEST = text(
    f"{_CONFIDENTIAL} AND (CAST(:before AS bigint) IS NULL OR p.id < :before) ORDER BY p.id DESC LIMIT :size"
)
_NEXT_BALLOTS = text(f"{_BALLOTS} AND (CAST(:after AS uuid) IS NULL OR b.id > :after) ORDER BY b.id LIMIT :size")
_OLDEST = text(f"{_CONFIDENTIAL} AND (CAST(:after AS bigint) IS NULL OR p.id > :after) ORDER BY p.id LIMIT :size")
_ONE = text(f"{_CONFIDENTIAL} AND p.id = CAST(:key AS bigint)")
_ONE_BALLOT = text(f"{_BALLOTS} AND b.id = CAST(:key AS uuid)")
_COUNTED = text("""
    SELECT count(*) FROM participations WHERE organisation_id = :organisation_id AND activity_id = :activity_id
      AND id = ANY(:ids) AND state = 'counted'""")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which responses: of a zone, of an assurance; None for all."""

    zone_id: int | None = None
    assurance: str | None = None


def page(activity: Activity, wanted: Wanted, *, after: str | None, size: int) -> list[Row[Any]]:
    """Some responses after a key: the newest first, or ballots in an order that tells nothing."""
    values = _own(activity.id, wanted) | {"size": size}
    if activity.is_anonymous:
        return list(db.session.execute(_NEXT_BALLOTS, values | {"after": _uuid(after)}))
    return list(db.session.execute(_NEWEST, values | {"before": int(after) if after and is_id(after) else None}))


def find(activity: Activity, key: str) -> Row[Any] | None:
    """One response by its key, or None."""
    values = _own(activity.id, Wanted()) | {"key": key}
    if activity.is_anonymous:
        return db.session.execute(_ONE_BALLOT, values).one_or_none() if _uuid(key) else None
    return db.session.execute(_ONE, values).one_or_none() if is_id(key) else None


def is_id(key: str) -> bool:
    """Whether this may be the id of a participation (63 bits)."""
    return key.isascii() and key.isdigit() and len(key) < 20 and int(key) < 2**63


def every(activity: Activity, wanted: Wanted) -> Iterator[Row[Any]]:
    """All of them, a batch at a time: neither memory nor a transaction grows with their number."""
    statement = _NEXT_BALLOTS if activity.is_anonymous else _OLDEST
    values: dict[str, Any] = _own(activity.id, wanted) | {"size": BATCH, "after": None}
    while rows := db.session.execute(statement, values, bind_arguments=replica.bind_arguments()).all():
        yield from rows
        if len(rows) < BATCH:
            return
        values["after"] = rows[-1].key if activity.is_anonymous else int(rows[-1].key)


def count_counted(activity_id: int, ids: list[int]) -> int:
    """How many of these participations count now."""
    values = {"organisation_id": current_organisation_id(), "activity_id": activity_id, "ids": ids}
    return db.session.scalar(_COUNTED, values) or 0


def _uuid(text_: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text_) if text_ else None
    except ValueError:
        return None


def _own(activity_id: int, wanted: Wanted) -> dict[str, Any]:
    return {
        "organisation_id": current_organisation_id(),
        "activity_id": activity_id,
        "zone_id": wanted.zone_id,
        "assurance": wanted.assurance,
    }


def day(row: Row[Any]) -> dt.date | None:
    """The day of a response; of an anonymous one nothing finer was ever kept."""
    return row.counted_at.date() if row.counted_at else None
