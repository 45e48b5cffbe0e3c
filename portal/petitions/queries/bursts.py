"""Sudden crowds: which hour is to be looked at, who was many in it, and what was seen."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.petitions.models import Burst
from portal.petitions.rules import fraud

PAST = dt.timedelta(days=7)
CAUGHT_UP = dt.timedelta(hours=24)  # a clock that stood still looks back that far
LISTED = 50

# The row is locked by whoever takes the hour, and says so once that one's transaction is durable: each hour is looked at once.
_TAKE_HOUR = text("""
    INSERT INTO petition_guards AS g (organisation_id, watched_until) VALUES (:organisation_id, :latest)
    ON CONFLICT (organisation_id) DO UPDATE SET watched_until =
        greatest(coalesce(g.watched_until, :latest - interval '1 hour'), :latest - :caught_up) + interval '1 hour'
    WHERE coalesce(g.watched_until, '-infinity') < :latest
    RETURNING watched_until - interval '1 hour'""")

# Ids of versions begin with the millisecond: an hour is a range of the traces' own key. What is many is few, so that its
# past is looked up one by one.
_CROWDED = text("""
    WITH hour AS (
        SELECT t.activity_id, t.participation_id, t.network, t.mail_domain
        FROM petitions p JOIN participation_traces t ON t.organisation_id = p.organisation_id
            AND t.activity_id = p.activity_id AND t.version_id >= :first AND t.version_id < :last
        WHERE p.organisation_id = :organisation_id AND p.standing = 'accepted'
    ), everybody AS (
        SELECT activity_id, count(DISTINCT participation_id) AS n FROM hour GROUP BY activity_id
    ), crowd AS (
        SELECT activity_id, 'network' AS what, CAST(network AS text) AS value, network, NULL AS mail_domain,
            count(DISTINCT participation_id) AS n
        FROM hour WHERE network IS NOT NULL GROUP BY activity_id, network HAVING count(DISTINCT participation_id) >= :least
        UNION ALL
        SELECT activity_id, 'domain', mail_domain, NULL, mail_domain, count(DISTINCT participation_id)
        FROM hour GROUP BY activity_id, mail_domain HAVING count(DISTINCT participation_id) >= :least
    )
    SELECT c.activity_id, c.what, c.value, c.n, everybody.n AS of_all,
        (SELECT count(*) FROM participation_traces t WHERE t.organisation_id = :organisation_id
            AND t.activity_id = c.activity_id AND t.version_id >= :past AND t.version_id < :first) AS before_all,
        CASE WHEN c.what = 'network' THEN
            (SELECT count(*) FROM participation_traces t WHERE t.organisation_id = :organisation_id
                AND t.activity_id = c.activity_id AND t.network = c.network AND t.version_id >= :past
                AND t.version_id < :first)
        ELSE
            (SELECT count(*) FROM participation_traces t WHERE t.organisation_id = :organisation_id
                AND t.activity_id = c.activity_id AND t.mail_domain = c.mail_domain AND t.version_id >= :past
                AND t.version_id < :first)
        END AS before_own
    FROM crowd c JOIN everybody USING (activity_id) ORDER BY c.activity_id, c.what, c.value""")


def take_hour(latest: dt.datetime) -> dt.datetime | None:
    """The first instant of the next hour that nobody looked at and that ended by `latest`; it is the caller's. None: all done."""
    values = {"organisation_id": current_organisation_id(), "latest": latest, "caught_up": CAUGHT_UP}
    found: dt.datetime | None = db.session.scalar(_TAKE_HOUR, values)
    return found


def crowded(hour: dt.datetime) -> Sequence[Row[Any]]:
    """Networks and domains with many signatures in that hour, beside their petition's hour and the seven days before."""
    values = {
        "organisation_id": current_organisation_id(),
        "past": _first_id(hour - PAST),
        "first": _first_id(hour),
        "last": _first_id(hour + dt.timedelta(hours=1)),
        "least": fraud.BURST_LEAST,
    }
    return db.session.execute(_CROWDED, values).all()


def waiting() -> list[Burst]:
    """What nobody looked at yet, the newest first."""
    rows = select(Burst).where(Burst.looked_at.is_(None)).order_by(Burst.id.desc()).limit(LISTED)
    return list(db.session.scalars(rows))


def of_petition(activity_id: int) -> list[Burst]:
    """Those under one petition, the newest first."""
    rows = select(Burst).where(Burst.activity_id == activity_id).order_by(Burst.id.desc()).limit(LISTED)
    return list(db.session.scalars(rows))


def _first_id(instant: dt.datetime) -> int:
    """The least id that can be made at an instant (see core.tokens.new_id)."""
    return int(instant.timestamp() * 1000) << 21
