"""The statements that feed the base, each for a whole batch: a thousand people a second must fit.

Rows travel as one JSON text. Writing the same thing again changes nothing, so an event replayed by hand does no harm.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id

LOCK = 7_203_201

# Feeders share this lock, an erasure has it alone: nobody is written back between the look at tombstones and the commit.
_LOCK_SHARED = text("SELECT pg_advisory_xact_lock_shared(:lock, hashint8(:organisation_id))")
_LOCK_ALONE = text("SELECT pg_advisory_xact_lock(:lock, hashint8(:organisation_id))")

_TOMBSTONES = text("""
    SELECT encode(person_key, 'hex') AS person_key, erased_at FROM contact_tombstones
    WHERE organisation_id = :organisation_id AND person_key = ANY(:keys)""")


def _newer(fact: str) -> str:
    """SQL: whether the incoming fact exists and is at least as fresh as the one we hold."""
    return f"(excluded.provenance -> '{fact}' ->> 'at') >= coalesce(c.provenance -> '{fact}' ->> 'at', '')"


# Sorted, so that two batches lock the contacts they share in the same order.
_UPSERT = text(f"""
    INSERT INTO contacts AS c (organisation_id, canonical_address, address, person_key, zone_id, language, provenance)
    SELECT :organisation_id, r.canonical, r.address, decode(r.person_key, 'hex'), r.zone_id, r.language, r.provenance
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(canonical text, address text, person_key text, zone_id bigint, language text, provenance jsonb)
    ORDER BY r.canonical
    ON CONFLICT (organisation_id, canonical_address) DO UPDATE SET
        address = CASE WHEN {_newer("address")} THEN excluded.address ELSE c.address END,
        zone_id = CASE WHEN {_newer("zone_id")} THEN excluded.zone_id ELSE c.zone_id END,
        language = CASE WHEN {_newer("language")} THEN excluded.language ELSE c.language END,
        provenance = c.provenance || jsonb_strip_nulls(jsonb_build_object(
            'address', CASE WHEN {_newer("address")} THEN excluded.provenance -> 'address' END,
            'zone_id', CASE WHEN {_newer("zone_id")} THEN excluded.provenance -> 'zone_id' END,
            'language', CASE WHEN {_newer("language")} THEN excluded.provenance -> 'language' END))
    RETURNING id, canonical_address""")

_SOURCES = text("""
    INSERT INTO contact_sources (organisation_id, contact_id, source, subject_type, subject_id, happened_at)
    SELECT :organisation_id, r.* FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(contact_id bigint, source text, subject_type text, subject_id bigint, happened_at timestamptz)
    ON CONFLICT DO NOTHING""")

_TIMELINE = text("""
    INSERT INTO timeline_entries (organisation_id, contact_id, kind, happened_at, subject_type, subject_id, parts)
    SELECT :organisation_id, r.* FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(contact_id bigint, kind text, happened_at timestamptz, subject_type text, subject_id bigint, parts jsonb)
    ON CONFLICT DO NOTHING""")

_INTERESTS = text("""
    INSERT INTO interests (organisation_id, contact_id, theme, origin_type, origin_id, since)
    SELECT :organisation_id, r.* FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS r(contact_id bigint, theme text, origin_type text, origin_id bigint, since timestamptz)
    ORDER BY r.contact_id, r.theme
    ON CONFLICT DO NOTHING""")

_LEDGER = text("""
    INSERT INTO consent_events (organisation_id, contact_id, purpose_id, channel, event, basis, happened_at, wording_id,
        notice_id, form, form_version, language, method, evidence, origin_type, origin_id)
    SELECT :organisation_id, r.contact_id, r.purpose_id, r.channel, r.event, p.basis, r.happened_at, r.wording_id,
        r.notice_id, r.form, r.form_version, r.language, r.method, coalesce(r.evidence, '{}'), r.origin_type, r.origin_id
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(contact_id bigint, purpose_id bigint, channel text, event text,
        happened_at timestamptz, wording_id bigint, notice_id bigint, form text, form_version text, language text,
        method text, evidence jsonb, origin_type text, origin_id bigint)
    JOIN purposes p ON p.organisation_id = :organisation_id AND p.id = r.purpose_id
    ON CONFLICT DO NOTHING""")

# Where the person is in the base already; what they cared about only through this participation goes with it.
_RETRACTED = text("""
    WITH acts AS (
        SELECT r.kind, p.id, p.activity_id, p.state, coalesce(p.changed_at, p.submitted_at) AS happened_at, a.title,
            a.kind AS activity_kind, s.contact_id
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(participation_id bigint, kind text)
        JOIN participations p ON p.organisation_id = :organisation_id AND p.id = r.participation_id
        JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
        JOIN contacts c ON c.organisation_id = p.organisation_id AND c.person_key = p.person_key
        JOIN contact_sources s ON s.organisation_id = c.organisation_id AND s.contact_id = c.id
            AND s.subject_type = 'participation' AND s.subject_id = p.id
    ), gone AS (
        DELETE FROM interests i USING acts WHERE i.organisation_id = :organisation_id AND i.contact_id = acts.contact_id
            AND i.origin_type = 'activity' AND i.origin_id = acts.activity_id AND acts.state <> 'counted'
    )
    INSERT INTO timeline_entries (organisation_id, contact_id, kind, happened_at, subject_type, subject_id, parts)
    SELECT :organisation_id, contact_id, kind, happened_at, 'participation', id,
        jsonb_build_object('activity_id', activity_id, 'kind', activity_kind, 'title', title)
    FROM acts ON CONFLICT DO NOTHING""")


def lock_shared() -> None:
    """Before looking at tombstones, in a statement of its own: the next one then sees every erasure committed before."""
    db.session.execute(_LOCK_SHARED, _own(lock=LOCK))


def lock_alone() -> None:
    """Before an erasure: batches that are being written finish first, later ones see the tombstone."""
    db.session.execute(_LOCK_ALONE, _own(lock=LOCK))


def tombstones(keys: Sequence[bytes]) -> dict[bytes, dt.datetime]:
    """When the people of these keys were erased, if they were."""
    rows = db.session.execute(_TOMBSTONES, _own(keys=list(keys)))
    return {bytes.fromhex(row.person_key): row.erased_at for row in rows}


def upsert(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Write contacts by canonical address (each at most once in a batch). Returns their ids by address."""
    found: Sequence[Row[Any]] = db.session.execute(_UPSERT, _rows(rows)).all()
    return {row.canonical_address: row.id for row in found}


def add_sources(rows: Sequence[Mapping[str, Any]]) -> None:
    db.session.execute(_SOURCES, _rows(rows))


def add_moments(rows: Sequence[Mapping[str, Any]]) -> None:
    db.session.execute(_TIMELINE, _rows(rows))


def add_interests(rows: Sequence[Mapping[str, Any]]) -> None:
    db.session.execute(_INTERESTS, _rows(rows))


def add_consents(rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to the ledger; the basis is the purpose's own of that moment. An origin that is there already adds nothing."""
    db.session.execute(_LEDGER, _rows(rows))


def retract(rows: Sequence[Mapping[str, Any]]) -> None:
    """Participations that stopped counting or do again: a line in the timeline; no interest by what counts no more."""
    db.session.execute(_RETRACTED, _rows(rows))


def _rows(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return _own(rows=json.dumps(list(rows), ensure_ascii=False, separators=(",", ":")))


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
