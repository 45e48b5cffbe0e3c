"""The statements that take a person out of their participations."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id

# By activity, so that the unique key of participations is what finds them.
_LOCK_VERSIONS = text("""
    SELECT v.id, v.participation_id, v.activity_id, v.content, v.counted_on IS NOT NULL AS is_counted, a.kind
    FROM activities a
    JOIN participations p ON p.organisation_id = a.organisation_id AND p.activity_id = a.id AND p.person_key = :person_key
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.participation_id = p.id
    WHERE a.organisation_id = :organisation_id AND v.submitted_at <= :erased_at
    ORDER BY p.id, v.id FOR UPDATE OF p""")

# Marks, amounts, zone, assurance and day are what counts: they stay as they are. A version that never counted says nothing.
_BLANK = text("""
    UPDATE participation_versions AS v SET to_address = NULL, link_digest = NULL, content_digest = '',
        is_voided = v.is_voided OR v.counted_on IS NULL, content = coalesce(kept.content, '{}')
    FROM unnest(CAST(:version_ids AS bigint[])) AS every(id)
    LEFT JOIN jsonb_to_recordset(CAST(:kept AS jsonb)) AS kept(id bigint, content jsonb) ON kept.id = every.id
    WHERE v.organisation_id = :organisation_id AND v.id = every.id""")

_FORGET_TRACES = text("""
    DELETE FROM participation_traces t
    USING unnest(CAST(:activity_ids AS bigint[]), CAST(:version_ids AS bigint[])) AS old(activity_id, version_id)
    WHERE t.organisation_id = :organisation_id AND t.activity_id = old.activity_id AND t.version_id = old.version_id""")

_FORGET_LETTERS = text("""
    UPDATE letters SET to_address = NULL, context = '{}', failed_at = clock_timestamp(), error = 'the person was erased'
    WHERE organisation_id = :organisation_id AND subject_type = 'participation' AND subject_id = ANY(:participation_ids)
      AND sent_at IS NULL AND failed_at IS NULL""")

_FORGET_ANSWERS = text("""
    UPDATE letters SET to_address = NULL, context = '{}', failed_at = clock_timestamp(), error = 'the person was erased'
    WHERE organisation_id = :organisation_id AND to_key = :person_key AND template = 'participation/answer'
      AND sent_at IS NULL AND failed_at IS NULL""")


def lock_versions(person_key: bytes, erased_at: dt.datetime) -> Sequence[Row[Any]]:
    """Everything somebody said before that instant, locked against every other act on it."""
    values = {"organisation_id": current_organisation_id(), "person_key": person_key, "erased_at": erased_at}
    return db.session.execute(_LOCK_VERSIONS, values).all()


def blank(version_ids: Sequence[int], kept: str) -> None:
    """Take out what is personal. `kept`: JSON list of {id, content} for what may stay of counted versions."""
    values = {"organisation_id": current_organisation_id(), "version_ids": list(version_ids), "kept": kept}
    db.session.execute(_BLANK, values)


def forget_traces(activity_ids: Sequence[int], version_ids: Sequence[int]) -> None:
    """Where these versions (one activity each) came from goes too."""
    values = {"activity_ids": list(activity_ids), "version_ids": list(version_ids)}
    db.session.execute(_FORGET_TRACES, values | {"organisation_id": current_organisation_id()})


def forget_letters(participation_ids: Sequence[int]) -> None:
    """Letters about these participations that have not left will not leave."""
    values = {"organisation_id": current_organisation_id(), "participation_ids": list(participation_ids)}
    db.session.execute(_FORGET_LETTERS, values)


def forget_answers(person_key: bytes) -> None:
    """Answers they had asked for, on their way to them, will not leave."""
    values = {"organisation_id": current_organisation_id(), "person_key": person_key}
    db.session.execute(_FORGET_ANSWERS, values)
