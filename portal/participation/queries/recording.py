"""The statements that record an act. Each is one round trip, so that a thousand residents a second can be thanked truly."""

import json
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import db, in_one_statement
from portal.core.tenancy import current_organisation_id

# Openness is judged here, by the database's clock, in the INSERT itself. The conflict on the person's key makes fifty
# posts of one address wait for each other and find the same row; the conflict on the submission makes a repeated form
# find its first version. `counted_at` is given for what needs no confirmation.
_OPEN = """
    WITH open AS (
        SELECT id FROM activities
        WHERE organisation_id = %(organisation_id)s AND id = %(activity_id)s
          AND (%(is_import)s OR (stage = 'published' AND opens_at <= statement_timestamp()
               AND (closes_at IS NULL OR statement_timestamp() < closes_at)))
    )"""

_PERSON = """
        INSERT INTO participations (organisation_id, id, activity_id, person_key, key_version, seat, channel, assurance,
            state, current_version_id, receipt_code, manage_digest, counted_at{columns})
        SELECT %(organisation_id)s, %(participation_id)s, {activity}, %(person_key)s, %(key_version)s, {seat}, %(channel)s,
            %(assurance)s, %(state)s, CASE WHEN %(is_counted)s THEN CAST(%(version_id)s AS bigint) END, %(receipt_code)s,
            %(manage_digest)s, CASE WHEN %(is_counted)s THEN statement_timestamp() END{values}
        FROM {source}
        ON CONFLICT (organisation_id, activity_id, person_key, seat) DO UPDATE SET seat = excluded.seat
        RETURNING id, state, (xmax = 0) AS is_new{columns}"""

_ONE = f", person AS ({_PERSON.format(columns='', values='', activity='id', seat=1, source='open')})"

# Two people of one mailbox: another name at the same place takes the second seat, behind the lock of the first one's row.
# Who has neither seat's name joins a seat that still waits, where the pressed link will decide; else the first.
_HASHES = {"columns": ", name_hash, place_hash", "values": ", %(name_hash)s, %(place_hash)s"}
_TWO = f""", first AS ({_PERSON.format(**_HASHES, activity="id", seat=1, source="open")}), second AS (
        {
    _PERSON.format(**_HASHES, activity="%(activity_id)s", seat=2, source="first").replace(
        "FROM first", "FROM first WHERE NOT is_new AND name_hash <> %(name_hash)s AND place_hash = %(place_hash)s"
    )
}
    ), person AS (
        SELECT id, state, is_new FROM (
            SELECT first.*, 1 AS seat FROM first UNION ALL SELECT second.*, 2 FROM second) AS seats
        ORDER BY coalesce(seat = 2 AND (is_new OR name_hash = %(name_hash)s), false) DESC,
            state IN ('pending', 'withdrawn') DESC, seat
        LIMIT 1
    )"""

_VERSION = """, version AS (
        INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id,
            content_digest, content, marks, amounts, zone_id, assurance, language, to_address, link_digest, counted_on{columns})
        SELECT %(organisation_id)s, %(version_id)s, %(activity_id)s, id, %(submission_id)s, %(content_digest)s,
            CAST(%(content)s AS jsonb), CAST(%(marks)s AS text[]), CAST(%(amounts)s AS jsonb), %(zone_id)s, %(assurance)s,
            %(language)s, %(to_address)s, %(link_digest)s,
            CASE WHEN %(is_counted)s THEN CAST(%(counted_on)s AS date) END{values}
        FROM person WHERE is_new OR (NOT %(is_counted)s AND state IN ('pending', 'withdrawn'))
        ON CONFLICT (organisation_id, activity_id, submission_id) DO NOTHING
        RETURNING id
    )"""

_TRACE = """, traced AS (
        INSERT INTO participation_traces (organisation_id, activity_id, version_id, participation_id, network, mail_domain)
        SELECT %(organisation_id)s, %(activity_id)s, version.id, person.id, CAST(%(network)s AS inet), %(mail_domain)s
        FROM version, person WHERE CAST(%(mail_domain)s AS text) IS NOT NULL
    )"""

_TELL = """, told AS (
        INSERT INTO outbox (organisation_id, subscriber, event, payload)
        SELECT %(organisation_id)s, e.subscriber, e.event, e.payload
        FROM person, jsonb_to_recordset(CAST(%(events)s AS jsonb)) AS e(subscriber text, event text, payload jsonb)
        WHERE is_new
    )
    SELECT (SELECT count(*) FROM open) AS is_open, person.id, person.state, person.is_new,
        (SELECT id FROM version) AS version_id
    FROM (SELECT 1) AS always LEFT JOIN person ON true"""

_SUBMIT = _OPEN + _ONE + _VERSION.format(columns="", values="") + _TELL
_SUBMIT_SHARED = _OPEN + _TWO + _VERSION.format(columns=", held_reason", values=", %(held_reason)s") + _TRACE + _TELL

_SAME_SUBMISSION = text("""
    SELECT v.content_digest, p.id, p.state, p.receipt_code, p.current_version_id = v.id AS is_current
    FROM participation_versions v
    JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
    WHERE v.organisation_id = :organisation_id AND v.activity_id = :activity_id AND v.submission_id = :submission_id""")

# The participation is locked first, always: confirming, changing, withdrawing and invalidating queue up behind each other.
# Whoever shares its mailbox is locked with it, in the order of seats.
_LOCK_BY_LINK = text("""
    SELECT p.id, p.activity_id, p.state, p.current_version_id, p.receipt_code, v.id AS version_id, v.is_voided,
        v.submitted_at, v.language, v.to_address, v.zone_id, v.assurance, v.held_reason, a.closes_at, a.is_anonymous, a.stage,
        a.title, a.kind, p.id = v.participation_id AS is_own, CASE WHEN a.seats > 1 THEN v.content END AS content,
        p.name_hash, p.place_hash, clock_timestamp() AS now
    FROM participation_versions v
    JOIN participations own ON own.organisation_id = v.organisation_id AND own.id = v.participation_id
    JOIN participations p ON p.organisation_id = own.organisation_id AND p.activity_id = own.activity_id
        AND p.person_key = own.person_key
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    WHERE v.organisation_id = :organisation_id AND v.link_digest = :link_digest
    ORDER BY p.seat FOR UPDATE OF p""")

_COUNT = text("""
    WITH voided AS (
        UPDATE participation_versions SET is_voided = true, to_address = NULL
        WHERE organisation_id = :organisation_id AND participation_id = :id AND id <> :version_id AND counted_on IS NULL
    ), counted AS (
        UPDATE participation_versions SET counted_on = CAST(:counted_on AS date)
        WHERE organisation_id = :organisation_id AND id = :version_id
    )
    UPDATE participations SET state = :state, current_version_id = :version_id, receipt_code = :receipt_code,
        manage_digest = :manage_digest, assurance = :assurance, counted_at = clock_timestamp(), changed_at = clock_timestamp(),
        name_hash = :name_hash, place_hash = :place_hash
    WHERE organisation_id = :organisation_id AND id = :id""")

# A version added to a participation that is locked already: a change of mind, or somebody who comes back.
_ADD_VERSION = text("""
    WITH version AS (
        INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id,
            content_digest, content, marks, amounts, zone_id, assurance, language, to_address, counted_on)
        VALUES (:organisation_id, :version_id, :activity_id, :id, :submission_id, :content_digest,
            CAST(:content AS jsonb), CAST(:marks AS text[]), CAST(:amounts AS jsonb), :zone_id, :assurance, :language,
            :to_address, CAST(:counted_on AS date))
        ON CONFLICT (organisation_id, activity_id, submission_id) DO NOTHING RETURNING id
    )
    UPDATE participations SET current_version_id = version.id, state = :state, changed_at = clock_timestamp()
    FROM version WHERE organisation_id = :organisation_id AND participations.id = :id RETURNING version.id""")

_LOCK = text("""
    SELECT p.id, p.activity_id, p.state, p.current_version_id, p.assurance, p.receipt_code, v.counted_on, v.to_address,
        v.held_reason,
        a.stage, a.opens_at, a.closes_at, a.is_anonymous, clock_timestamp() AS now
    FROM participations p
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    LEFT JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    WHERE p.organisation_id = :organisation_id AND p.id = :id
    FOR UPDATE OF p""")

_SET_STATE = text("""
    UPDATE participations SET state = :state, changed_at = clock_timestamp(), invalidated_reason = :reason
    WHERE organisation_id = :organisation_id AND id = :id""")

# A digest over a few possible answers would be as good as the answer, and an instant could find its ballot.
_UNLINK = text("""
    WITH said AS (
        SELECT id, content, marks, amounts, zone_id, assurance FROM participation_versions
        WHERE organisation_id = :organisation_id AND id = :version_id
    ), blanked AS (
        UPDATE participation_versions SET content = '{}', marks = '{}', amounts = NULL, zone_id = NULL, counted_on = NULL,
            to_address = CASE WHEN :is_consented AND id = :version_id THEN to_address END,
            content_digest = '', submitted_at = date_trunc('day', submitted_at)
        WHERE organisation_id = :organisation_id AND participation_id = :id
    ), vague AS (
        UPDATE participations SET submitted_at = date_trunc('day', submitted_at), counted_at = date_trunc('day', counted_at),
            changed_at = NULL
        WHERE organisation_id = :organisation_id AND id = :id
    )
    SELECT content, marks, amounts, zone_id, assurance FROM said""")


def submit(values: dict[str, Any]) -> Any:
    """Write an act: the row says whether the activity is open, whose participation it is, and which version was added."""
    return in_one_statement(_SUBMIT, _own(values))


def submit_shared(values: dict[str, Any]) -> Any:
    """The same where two may share a mailbox, with the act's trace and whether it is to be held."""
    return in_one_statement(_SUBMIT_SHARED, _own(values))


def same_submission(activity_id: int, submission_id: str) -> Row[Any] | None:
    """What the same form brought before."""
    values = _own({"activity_id": activity_id, "submission_id": submission_id})
    return db.session.execute(_SAME_SUBMISSION, values).one_or_none()


def lock_by_link(link_digest: bytes) -> tuple[Row[Any], Row[Any] | None] | None:
    """The participation that a mailed link is about and the one that shares its mailbox, locked, with the base's instant."""
    rows = db.session.execute(_LOCK_BY_LINK, _own({"link_digest": link_digest})).all()
    own = next((row for row in rows if row.is_own), None)
    return (own, next((row for row in rows if not row.is_own), None)) if own is not None else None


def count(values: dict[str, Any]) -> None:
    """Make one version the one that counts, and void the others."""
    db.session.execute(_COUNT, _own(values))


def unlink(participation_id: int, version_id: int, *, is_consented: bool) -> Row[Any]:
    """Take what was said out of an anonymous participation, and make its instants days. Returns what was said."""
    values = {"id": participation_id, "version_id": version_id, "is_consented": is_consented}
    return db.session.execute(_UNLINK, _own(values)).one()


def lock(participation_id: int) -> Row[Any] | None:
    """A participation and the dates that rule it, locked against every other act on it."""
    return db.session.execute(_LOCK, _own({"id": participation_id})).one_or_none()


def add_version(values: dict[str, Any]) -> int | None:
    """Make a new version the one that counts. Returns None when this form was taken already."""
    return db.session.scalar(_ADD_VERSION, _own(values))


def set_state(participation_id: int, state: str, *, reason: str | None = None) -> None:
    db.session.execute(_SET_STATE, _own({"id": participation_id, "state": state, "reason": reason}))


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _own(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "organisation_id": current_organisation_id()}
