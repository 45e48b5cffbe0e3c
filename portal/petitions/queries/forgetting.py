"""The statements that take authors and sponsors out of petitions, and crowds whose networks may not be kept."""

import datetime as dt
from typing import Any

from sqlalchemy import text

from portal.core.database import changed_rows, db
from portal.core.tenancy import current_organisation_id

_NOBODY = """author_name = NULL, author_address = NULL, author_key = NULL, author_postcode = NULL, author_zone_id = NULL,
    author_shows_name = false, author_digest = NULL, sponsor_digest = NULL"""
_BLANK = "name = NULL, address = NULL, postcode = NULL, zone_id = NULL, shows_name = false, link_digest = NULL"

# Accepted, it is kept until some time after closing. What never opened: until some time after the last decision about it.
_OVER = """
    SELECT p.activity_id FROM petitions p
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    WHERE p.organisation_id = :organisation_id AND CASE WHEN a.opens_at IS NOT NULL THEN a.closes_at < :before
        ELSE greatest(p.created_at, p.submitted_at, (SELECT max(d.decided_at) FROM petition_decisions d
            WHERE d.organisation_id = p.organisation_id AND d.activity_id = p.activity_id)) < :before END"""

_AUTHORS = f"""
    FROM petitions WHERE organisation_id = :organisation_id AND activity_id IN ({_OVER})
      AND (author_key IS NOT NULL OR author_name IS NOT NULL OR author_address IS NOT NULL)"""
_SPONSORS = f"""
    FROM petition_sponsors WHERE organisation_id = :organisation_id AND activity_id IN ({_OVER}) AND address IS NOT NULL"""

_COUNT_CARRIERS = text(f"SELECT (SELECT count(*) {_AUTHORS}) + (SELECT count(*) {_SPONSORS})")

_FORGET_AUTHORS = text(f"""
    WITH old AS (SELECT id {_AUTHORS} ORDER BY id LIMIT :size FOR UPDATE)
    UPDATE petitions SET {_NOBODY} FROM old WHERE organisation_id = :organisation_id AND petitions.id = old.id""")

# The key becomes a random one, as in participations.
_FORGET_SPONSORS = text(f"""
    WITH old AS (SELECT id {_SPONSORS} ORDER BY id LIMIT :size FOR UPDATE)
    UPDATE petition_sponsors AS s SET {_BLANK}, person_key = sha256(convert_to(gen_random_uuid()::text, 'UTF8'))
    FROM old WHERE s.organisation_id = :organisation_id AND s.id = old.id""")

_UNSIGN_NEWS = text(f"""
    UPDATE petition_updates SET signed_by = NULL
    WHERE organisation_id = :organisation_id AND is_by_author AND signed_by IS NOT NULL AND activity_id IN ({_OVER})""")

# What they agreed to while it looked for sponsors, if it never became a signature's.
_UNTICK = text(f"""
    DELETE FROM ticks WHERE organisation_id = :organisation_id AND (
        (subject_type = 'petition' AND subject_id IN ({_OVER}))
        OR (subject_type = 'petition_sponsor' AND subject_id IN (
            SELECT id FROM petition_sponsors WHERE organisation_id = :organisation_id AND activity_id IN ({_OVER}))))""")

_BURSTS = """
    FROM petition_bursts b JOIN activities a ON a.organisation_id = b.organisation_id AND a.id = b.activity_id
    WHERE b.organisation_id = :organisation_id AND a.closes_at < :before"""

_COUNT_BURSTS = text(f"SELECT count(*) {_BURSTS}")

_FORGET_BURSTS = text(f"""
    DELETE FROM petition_bursts WHERE organisation_id = :organisation_id
      AND id IN (SELECT b.id {_BURSTS} ORDER BY b.id LIMIT :size)""")

_ERASE_AUTHOR = text(f"""
    UPDATE petitions SET {_NOBODY}
    WHERE organisation_id = :organisation_id AND author_key = :person_key AND created_at <= :erased_at
    RETURNING activity_id""")

_UNSIGN_NEWS_OF = text("""
    UPDATE petition_updates SET signed_by = NULL
    WHERE organisation_id = :organisation_id AND is_by_author AND activity_id = ANY(:activity_ids)""")

_ERASE_SPONSOR = text(f"""
    UPDATE petition_sponsors SET {_BLANK}
    WHERE organisation_id = :organisation_id AND person_key = :person_key AND invited_at <= :erased_at
    RETURNING id""")

_UNTICK_OF = text("""
    DELETE FROM ticks WHERE organisation_id = :organisation_id
      AND subject_type = :subject_type AND subject_id = ANY(:subject_ids)""")


def count_carriers(before: dt.datetime) -> int:
    """Authors and sponsors of petitions that were over before that instant."""
    return db.session.scalar(_COUNT_CARRIERS, _own(before=before)) or 0


def forget_carriers(before: dt.datetime, size: int) -> int:
    """Take some of them out. Returns how many."""
    values = _own(before=before, size=size)
    db.session.execute(_UNSIGN_NEWS, values)
    db.session.execute(_UNTICK, values)
    return changed_rows(_FORGET_AUTHORS, values) + changed_rows(_FORGET_SPONSORS, values)


def count_bursts(before: dt.datetime) -> int:
    return db.session.scalar(_COUNT_BURSTS, _own(before=before)) or 0


def forget_bursts(before: dt.datetime, size: int) -> int:
    return changed_rows(_FORGET_BURSTS, _own(before=before, size=size))


def erase(person_key: bytes, erased_at: dt.datetime) -> None:
    """Take one person out as an author and as a sponsor. A sponsor's key stays, and refuses a second time."""
    values = _own(person_key=person_key, erased_at=erased_at)
    activity_ids = list(db.session.scalars(_ERASE_AUTHOR, values))
    db.session.execute(_UNSIGN_NEWS_OF, _own(activity_ids=activity_ids))
    sponsor_ids = list(db.session.scalars(_ERASE_SPONSOR, values))
    for subject_type, subject_ids in (("petition", activity_ids), ("petition_sponsor", sponsor_ids)):
        db.session.execute(_UNTICK_OF, _own(subject_type=subject_type, subject_ids=subject_ids))


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
