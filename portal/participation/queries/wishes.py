"""Addresses kept for an answer that is to come or may be corrected, once the participations they came from know nobody."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import changed_rows, db
from portal.core.tenancy import current_organisation_id

_OF_PERSON = text("""
    SELECT w.activity_id, w.asked_on, a.title FROM answer_wishes w
    JOIN activities a ON a.organisation_id = w.organisation_id AND a.id = w.activity_id
    WHERE w.organisation_id = :organisation_id AND w.person_key = :person_key ORDER BY w.asked_on DESC, w.activity_id""")

_FORGET_ONE = text("""
    DELETE FROM answer_wishes
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND person_key = :person_key""")

_FORGET_PERSON = text("""
    DELETE FROM answer_wishes
    WHERE organisation_id = :organisation_id AND person_key = :person_key AND asked_on <= CAST(:asked_until AS date)""")

_COUNT_OLD = text("""
    SELECT count(*) FROM answer_wishes
    WHERE organisation_id = :organisation_id AND asked_on < CAST(:before AS date)""")

_FORGET_OLD = text("""
    DELETE FROM answer_wishes WHERE organisation_id = :organisation_id AND (activity_id, person_key) IN (
        SELECT activity_id, person_key FROM answer_wishes
        WHERE organisation_id = :organisation_id AND asked_on < CAST(:before AS date) LIMIT :size)""")

_FULFILLED = """
    FROM answer_wishes w CROSS JOIN LATERAL (
        SELECT max(t.told_at) AS at FROM people_told t
        JOIN official_answers o ON o.organisation_id = t.organisation_id AND o.id = t.subject_id
        WHERE t.organisation_id = w.organisation_id AND t.subject_type = 'answer' AND o.activity_id = w.activity_id
          AND t.person_key = w.person_key) AS told
    WHERE w.organisation_id = :organisation_id AND told.at < :before"""

_COUNT_FULFILLED = text(f"SELECT count(*) {_FULFILLED}")

_FORGET_FULFILLED = text(f"""
    DELETE FROM answer_wishes WHERE organisation_id = :organisation_id AND (activity_id, person_key) IN (
        SELECT w.activity_id, w.person_key {_FULFILLED} LIMIT :size)""")


def of_person(person_key: bytes) -> Sequence[Row[Any]]:
    """What somebody waits to be told: activity_id, title by language, asked_on."""
    return db.session.execute(_OF_PERSON, _own(person_key=person_key)).all()


def forget_one(activity_id: int, person_key: bytes) -> None:
    db.session.execute(_FORGET_ONE, _own(activity_id=activity_id, person_key=person_key))


def forget_person(person_key: bytes, asked_until: dt.datetime) -> None:
    db.session.execute(_FORGET_PERSON, _own(person_key=person_key, asked_until=asked_until))


def count_old(before: dt.datetime) -> int:
    """Wishes older than that instant."""
    return db.session.scalar(_COUNT_OLD, _own(before=before)) or 0


def forget_old(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    return changed_rows(_FORGET_OLD, _own(before=before, size=size))


def count_fulfilled(before: dt.datetime) -> int:
    """Wishes of people who were last told an answer before that instant."""
    return db.session.scalar(_COUNT_FULFILLED, _own(before=before)) or 0


def forget_fulfilled(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    return changed_rows(_FORGET_FULFILLED, _own(before=before, size=size))


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
