"""The statement that records many acts at once: people, what they said, and the events that tell of it, set by set."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id

_COLUMNS = """
    place int, participation_id bigint, version_id bigint, person_key text, key_version smallint, channel text,
    assurance text, receipt_code text, manage_digest text, submission_id uuid, content_digest text, content jsonb,
    marks text[], amounts jsonb, zone_id bigint, language text, to_address text, submitted_at timestamptz,
    counted_at timestamptz, counted_on date, name_hash bigint, place_hash bigint"""

# As in recording.submit, the constraint on the person's key decides, never a look beforehand. Anonymous acts keep a day.
_SUBMIT_MANY = text(f"""
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(CAST(:acts AS jsonb)) AS a({_COLUMNS}) ORDER BY place
    ), person AS (
        INSERT INTO participations (organisation_id, id, activity_id, person_key, key_version, seat, channel, assurance,
            state, current_version_id, receipt_code, manage_digest, submitted_at, counted_at, name_hash, place_hash)
        SELECT :organisation_id, participation_id, :activity_id, decode(person_key, 'hex'), key_version, 1, channel, assurance,
            'counted', version_id, receipt_code, decode(manage_digest, 'hex'),
            CASE WHEN :is_anonymous THEN date_trunc('day', submitted_at) ELSE submitted_at END,
            CASE WHEN :is_anonymous THEN date_trunc('day', counted_at) ELSE counted_at END, name_hash, place_hash
        FROM given WHERE NOT EXISTS (
            SELECT FROM participation_versions v WHERE v.organisation_id = :organisation_id
              AND v.activity_id = :activity_id AND v.submission_id = given.submission_id)
        ORDER BY place
        ON CONFLICT (organisation_id, activity_id, person_key, seat) DO NOTHING
        RETURNING id
    ), version AS (
        INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id,
            content_digest, content, marks, amounts, zone_id, assurance, language, to_address, submitted_at, counted_on)
        SELECT :organisation_id, g.version_id, :activity_id, person.id, g.submission_id, decode(g.content_digest, 'hex'),
            g.content, g.marks, g.amounts, g.zone_id, g.assurance, g.language, g.to_address,
            CASE WHEN :is_anonymous THEN date_trunc('day', g.submitted_at) ELSE g.submitted_at END, g.counted_on
        FROM given g JOIN person ON person.id = g.participation_id
    ), told AS (
        INSERT INTO outbox (organisation_id, subscriber, event, payload)
        SELECT :organisation_id, e.subscriber, e.event, e.payload
        FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS e(place int, subscriber text, event text, payload jsonb)
        JOIN given g ON g.place = e.place JOIN person ON person.id = g.participation_id
        ORDER BY e.place
    )
    SELECT g.place FROM given g JOIN person ON person.id = g.participation_id""")

_TAKEN = text("""
    SELECT submission_id, content_digest FROM participation_versions
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id
      AND submission_id = ANY(CAST(:submission_ids AS uuid[]))""")


def submit_many(activity_id: int, acts_json: str, events_json: str, *, is_anonymous: bool) -> set[int]:
    """Write these acts and their events. Returns the places of those that are new; the others change nothing."""
    values = {
        "organisation_id": current_organisation_id(),
        "activity_id": activity_id,
        "acts": acts_json,
        "events": events_json,
        "is_anonymous": is_anonymous,
    }
    return set(db.session.scalars(_SUBMIT_MANY, values))


def taken(activity_id: int, submission_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """What forms of these ids brought before."""
    values = {
        "organisation_id": current_organisation_id(),
        "activity_id": activity_id,
        "submission_ids": list(submission_ids),
    }
    return db.session.execute(_TAKEN, values).all()
