"""Recording acts in the base. Each is one round trip, so that a thousand residents a second can be thanked truly."""

import json
from typing import Any

from psycopg.errors import UniqueViolation
from sqlalchemy import Row, text
from werkzeug.exceptions import NotFound

from portal.core.database import db, in_one_statement
from portal.core.tenancy import current_organisation_id
from portal.participation.queries import statements

_SAME_SUBMISSION = text("""
    SELECT v.content_digest, p.id, p.state, p.receipt_code, p.current_version_id = v.id AS is_current
    FROM participation_versions v
    JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
    WHERE v.organisation_id = :organisation_id AND v.activity_id = :activity_id AND v.submission_id = :submission_id""")

# A version added to a participation that is locked already: a change of mind, or somebody who comes back. Where the one
# before came from stands beside the new one too, so that it is found by it.
_ADD_VERSION = text("""
    WITH version AS (
        INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id,
            content_digest, content, marks, amounts, zone_id, assurance, language, to_address, held_reason,
            counted_on)
        VALUES (:organisation_id, :version_id, :activity_id, :id, :submission_id, :content_digest,
            CAST(:content AS jsonb), CAST(:marks AS text[]), CAST(:amounts AS jsonb), :zone_id, :assurance, :language,
            :to_address, :held_reason, CAST(:counted_on AS date))
        ON CONFLICT (organisation_id, activity_id, submission_id) DO NOTHING RETURNING id
    ), traced AS (
        INSERT INTO participation_traces (organisation_id, activity_id, version_id, participation_id, network, mail_domain)
        SELECT t.organisation_id, t.activity_id, version.id, t.participation_id, t.network, t.mail_domain
        FROM version JOIN participation_traces t ON t.organisation_id = :organisation_id AND t.activity_id = :activity_id
            AND t.version_id = :before
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

_SET_ASSURANCE = text("""
    UPDATE participations SET assurance = :assurance WHERE organisation_id = :organisation_id AND id = :id""")

_SAID = text("""
    SELECT content, marks, amounts, zone_id, language FROM participation_versions
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


def submit(values: dict[str, Any], *, is_shared: bool) -> Any:
    """Write an act: the row says whether the activity is open, whose participation it is, and which version was added.

    `is_shared`: where two may share a mailbox, with the act's trace and whether it is to be held.
    """
    return in_one_statement(statements.SUBMIT_SHARED if is_shared else statements.SUBMIT, _written(values))


def submit_first(values: dict[str, Any], letter: dict[str, Any], *, is_shared: bool) -> int | None:
    """Write somebody's first act, and the letter that asks to confirm it. Returns the participation's id.

    None, and nothing is written, for whatever is not that: the activity is closed, the person is known, the form was
    taken before.
    """
    sql = statements.SUBMIT_FIRST_SHARED if is_shared else statements.SUBMIT_FIRST
    try:
        row = in_one_statement(sql, _written(values | letter))
    except UniqueViolation:
        return None
    found: int | None = row.id
    return found


def same_submission(activity_id: int, submission_id: str) -> Row[Any] | None:
    """What the same form brought before."""
    values = _own({"activity_id": activity_id, "submission_id": submission_id})
    return db.session.execute(_SAME_SUBMISSION, values).one_or_none()


def lock_by_link(link_digest: bytes) -> tuple[Row[Any], Row[Any] | None] | None:
    """The participation that a mailed link is about and the one that shares its mailbox, locked, with the base's instant."""
    values = _own({"link_digest": link_digest})
    rows = db.session.connection().exec_driver_sql(statements.LOCK_BY_LINK, values).all()
    own = next((row for row in rows if row.is_own), None)
    return (own, next((row for row in rows if not row.is_own), None)) if own is not None else None


def confirm(values: dict[str, Any]) -> None:
    """Make one version the one that counts, void the others, tell of it and queue the receipt."""
    db.session.connection().exec_driver_sql(statements.CONFIRM, _own(values))


def unlink(participation_id: int, version_id: int, *, is_consented: bool) -> Row[Any]:
    """Take what was said out of an anonymous participation, and make its instants days. Returns what was said."""
    values = {"id": participation_id, "version_id": version_id, "is_consented": is_consented}
    return db.session.execute(_UNLINK, _own(values)).one()


def locked(participation_id: int) -> Row[Any]:
    """A participation and the dates that rule it, locked against every other act on it. Raises NotFound."""
    found = find_locked(participation_id)
    if found is None:
        raise NotFound
    return found


def find_locked(participation_id: int) -> Row[Any] | None:
    return db.session.execute(_LOCK, _own({"id": participation_id})).one_or_none()


def add_version(values: dict[str, Any]) -> int | None:
    """Make a new version the one that counts. Returns None when this form was taken already."""
    return db.session.scalar(_ADD_VERSION, _own(values))


def set_assurance(participation_id: int, assurance: str) -> None:
    db.session.execute(_SET_ASSURANCE, _own({"id": participation_id, "assurance": assurance}))


def said(version_id: int) -> Row[Any]:
    """What a version says, to be said again by another one."""
    return db.session.execute(_SAID, _own({"id": version_id})).one()


def set_state(participation_id: int, state: str, *, reason: str | None = None) -> None:
    db.session.execute(_SET_STATE, _own({"id": participation_id, "state": state, "reason": reason}))


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """With the marks as PostgreSQL reads an array; the driver's own way takes a tenth of the whole act."""
    quoted = (mark.replace("\\", "\\\\").replace('"', '\\"') for mark in values["marks"])
    return _own(values | {"marks": '{"' + '","'.join(quoted) + '"}' if values["marks"] else "{}"})


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _own(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "organisation_id": current_organisation_id()}
