"""What nightly work takes out, a batch at a time: each statement may be stopped and begun again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.consents.rules import ANSWER
from portal.core.database import changed_rows, db
from portal.core.tenancy import current_organisation_id

# A version that never counted and is not the one that waits in front of a link any more: nobody will confirm it.
_UNCONFIRMED = """
    FROM participation_versions v
    JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
    WHERE v.organisation_id = :organisation_id AND v.counted_on IS NULL AND v.submitted_at < :before
      AND v.link_digest IS NOT NULL AND p.current_version_id IS DISTINCT FROM v.id"""

_LOCK_UNCONFIRMED = text(
    f"SELECT v.id, p.id AS participation_id {_UNCONFIRMED} ORDER BY p.id LIMIT :size FOR UPDATE OF p SKIP LOCKED"
)

_COUNT_UNCONFIRMED = text(f"SELECT count(*) {_UNCONFIRMED}")

# With each goes the trace of where it came from.
_DELETE_VERSIONS = text("""
    WITH gone AS (
        DELETE FROM participation_versions WHERE organisation_id = :organisation_id AND id = ANY(:version_ids)
        RETURNING activity_id, id
    )
    DELETE FROM participation_traces t USING gone
    WHERE t.organisation_id = :organisation_id AND t.activity_id = gone.activity_id AND t.version_id = gone.id""")

_DELETE_EMPTY = text("""
    DELETE FROM participations p WHERE p.organisation_id = :organisation_id AND p.id = ANY(:participation_ids)
      AND p.state = 'pending' AND NOT EXISTS (SELECT FROM participation_versions v
          WHERE v.organisation_id = p.organisation_id AND v.participation_id = p.id)
    RETURNING p.id, p.activity_id""")

# Also those without identity, who may have left an address beside a tick: done once, like the others.
_NAMED = """
    FROM participations p
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    WHERE p.organisation_id = :organisation_id AND a.closes_at < :before AND p.key_version >= 0"""

_COUNT_NAMED = text(f"SELECT count(*) {_NAMED}")

# One activity at a time and on from the last id: its index is walked once, however many batches that takes. The key
# becomes a random one: one participation stays one, and nobody can find it by an address again. Whoever asked to be told the
# answer and was not yet, or so lately that it may be corrected, keeps an address apart, for that alone.
_FORGET_NAMED = text("""
    WITH named AS (
        SELECT id FROM participations
        WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND id > :after AND key_version >= 0
        ORDER BY id LIMIT :size FOR UPDATE SKIP LOCKED
    ), wished AS (
        INSERT INTO answer_wishes (organisation_id, activity_id, person_key, address, language, asked_on)
        SELECT p.organisation_id, p.activity_id, p.person_key, c.to_address, c.language, asked.asked_on
        FROM named
        JOIN participations p ON p.organisation_id = :organisation_id AND p.id = named.id
        JOIN participation_versions c ON c.organisation_id = p.organisation_id AND c.id = p.current_version_id
        CROSS JOIN LATERAL (SELECT min(CAST(t.ticked_at AS date)) AS asked_on FROM participation_versions v
            JOIN ticks t ON t.organisation_id = v.organisation_id AND t.subject_type = 'participation_version'
                AND t.subject_id = v.id
            JOIN purposes u ON u.organisation_id = t.organisation_id AND u.id = t.purpose_id AND u.key = :purpose
            WHERE v.organisation_id = p.organisation_id AND v.participation_id = p.id AND NOT v.is_voided) AS asked
        WHERE p.state IN ('counted', 'held') AND c.to_address IS NOT NULL AND asked.asked_on IS NOT NULL
          AND coalesce((SELECT max(told.told_at) FROM people_told told
              JOIN official_answers o ON o.organisation_id = told.organisation_id AND o.id = told.subject_id
              WHERE told.subject_type = 'answer' AND told.organisation_id = p.organisation_id AND o.activity_id = p.activity_id
                AND told.person_key = p.person_key) >= :before, true)
        ON CONFLICT DO NOTHING
    ), blanked AS (
        UPDATE participation_versions v SET to_address = NULL, link_digest = NULL, content_digest = '',
            content = v.content - ARRAY['name', 'postcode', 'address', 'elector', 'comment', 'shows_name']
        FROM named WHERE v.organisation_id = :organisation_id AND v.participation_id = named.id
    ), forgotten AS (
        UPDATE participations p SET key_version = :forgotten, manage_digest = NULL, name_hash = NULL, place_hash = NULL,
            person_key = sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
        FROM named WHERE p.organisation_id = :organisation_id AND p.id = named.id RETURNING p.id
    )
    SELECT count(*) AS n, max(id) AS last FROM forgotten""")

_CLOSED = text("""
    SELECT id FROM activities
    WHERE organisation_id = :organisation_id AND closes_at < :before AND id >= :activity_id ORDER BY id""")

_TRACES = """
    FROM activities a JOIN participation_traces t ON t.organisation_id = a.organisation_id AND t.activity_id = a.id
    WHERE a.organisation_id = :organisation_id AND a.closes_at < :before"""

_COUNT_TRACES = text(f"SELECT count(*) {_TRACES}")

_FORGET_TRACES = text(f"""
    WITH old AS (SELECT t.activity_id, t.version_id {_TRACES} LIMIT :size FOR UPDATE OF t SKIP LOCKED)
    DELETE FROM participation_traces t USING old
    WHERE t.organisation_id = :organisation_id AND t.activity_id = old.activity_id AND t.version_id = old.version_id""")

_ACTIVITIES = text("SELECT activity_id FROM tally_heads WHERE organisation_id = :organisation_id ORDER BY activity_id")

_LOCK_NIGHT = text("SELECT pg_advisory_xact_lock(hashtext('parvis:night'), CAST(:organisation_id AS int))")

# A night that nobody moved for ten minutes lost its worker: whoever asks next goes on with it.
_TAKE_NIGHT = text("""
    WITH again AS (
        UPDATE progress SET moved_at = clock_timestamp()
        WHERE organisation_id = :organisation_id AND kind = 'night' AND position ->> 'day' = :day AND finished_at IS NULL
          AND moved_at < clock_timestamp() - interval '10 minutes' RETURNING id
    ), anew AS (
        INSERT INTO progress (organisation_id, kind, state, position, started_at, moved_at)
        SELECT :organisation_id, 'night', 'running', jsonb_build_object('day', CAST(:day AS text)), clock_timestamp(),
            clock_timestamp()
        WHERE NOT EXISTS (SELECT FROM progress
            WHERE organisation_id = :organisation_id AND kind = 'night' AND position ->> 'day' = :day)
        RETURNING id
    )
    SELECT id FROM again UNION ALL SELECT id FROM anew""")

_MOVE_NIGHT = text("""
    UPDATE progress SET moved_at = clock_timestamp() WHERE organisation_id = :organisation_id AND id = :id""")

# Whose address is gone cannot be told again: that they were says who took part. Until then it says until when to keep it.
_TOLD = """
    FROM people_told t
    JOIN activities a ON a.organisation_id = t.organisation_id AND a.id = t.activity_id
    WHERE t.organisation_id = :organisation_id AND a.closes_at < :before AND t.told_at < :before
      AND NOT EXISTS (SELECT FROM participations p WHERE p.organisation_id = t.organisation_id
          AND p.activity_id = t.activity_id AND p.person_key = t.person_key)
      AND NOT EXISTS (SELECT FROM answer_wishes w WHERE w.organisation_id = t.organisation_id
          AND w.activity_id = t.activity_id AND w.person_key = t.person_key)"""

_COUNT_TOLD = text(f"SELECT count(*) {_TOLD}")

_FORGET_TOLD = text(f"""
    DELETE FROM people_told WHERE organisation_id = :organisation_id AND (subject_type, subject_id, person_key) IN (
        SELECT t.subject_type, t.subject_id, t.person_key {_TOLD} LIMIT :size)""")


def lock_unconfirmed(before: dt.datetime, size: int) -> Sequence[Row[Any]]:
    """Some answers that nobody confirmed before that instant, their participations locked."""
    return db.session.execute(_LOCK_UNCONFIRMED, _own(before=before, size=size)).all()


def count_unconfirmed(before: dt.datetime) -> int:
    return db.session.scalar(_COUNT_UNCONFIRMED, _own(before=before)) or 0


def delete_unconfirmed(version_ids: Sequence[int], participation_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Delete these, and the participations that have nothing left; returns the latter."""
    db.session.execute(_DELETE_VERSIONS, _own(version_ids=list(version_ids)))
    return db.session.execute(_DELETE_EMPTY, _own(participation_ids=list(participation_ids))).all()


def count_named(before: dt.datetime) -> int:
    """Participations of activities closed before that instant which still could be found by an address."""
    return db.session.scalar(_COUNT_NAMED, _own(before=before)) or 0


def closed_activities(before: dt.datetime, first: int) -> Sequence[int]:
    """Activities closed before that instant, from this one on."""
    return db.session.scalars(_CLOSED, _own(before=before, activity_id=first)).all()


def forget_named(activity_id: int, after: int, size: int, forgotten: int, before: dt.datetime) -> Row[Any]:
    """Take the persons out of some participations after an id; what they chose and what counts stays. Who was told an
    answer before that instant waits for no correction any more. How many, and the last id."""
    values = _own(activity_id=activity_id, after=after, size=size, forgotten=forgotten, before=before, purpose=ANSWER)
    return db.session.execute(_FORGET_NAMED, values).one()


def count_traces(before: dt.datetime) -> int:
    """Traces of acts in activities closed before that instant."""
    return db.session.scalar(_COUNT_TRACES, _own(before=before)) or 0


def forget_traces(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    return changed_rows(_FORGET_TRACES, _own(before=before, size=size))


def counted_activities() -> Sequence[int]:
    return db.session.scalars(_ACTIVITIES, _own()).all()


def count_told(before: dt.datetime) -> int:
    """Notes that somebody was told an answer, which nobody needs any more."""
    return db.session.scalar(_COUNT_TOLD, _own(before=before)) or 0


def forget_told(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    return changed_rows(_FORGET_TOLD, _own(before=before, size=size))


def take_night(day: str) -> int | None:
    """The id of this day's upkeep where it is for the caller: nobody began it, or whoever did is gone."""
    db.session.execute(_LOCK_NIGHT, _own())
    return db.session.scalar(_TAKE_NIGHT, _own(day=day))


def move_night(night_id: int) -> None:
    """Say that somebody is at it."""
    db.session.execute(_MOVE_NIGHT, _own(id=night_id))


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
