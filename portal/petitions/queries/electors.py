"""The register of electors and its claims, in SQL. Every statement binds its organisation."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Row, select, text

from portal.core.database import changed_rows, db
from portal.core.tenancy import current_organisation_id
from portal.participation.queries import tallies
from portal.participation.rules import states
from portal.petitions.models import ElectorRegister, Petition

_FIND = text("""
    SELECT e.elector_hash FROM electors e
    JOIN elector_registers r ON r.organisation_id = e.organisation_id AND r.id = e.register_id
    WHERE e.organisation_id = :organisation_id AND e.spelling_hash = :spelling_hash AND r.is_current AND r.purge_on > :today""")

# The key decides, behind whoever is before: two petitions at the same instant leave one claim. The row stays locked until
# the commit, so that the next statement, which looks with new eyes, sees whether its signature still counts.
_CLAIM = text("""
    INSERT INTO petition_elector_claims AS c (organisation_id, elector_hash, quarter, activity_id, participation_id)
    VALUES (:organisation_id, :elector_hash, :quarter, :activity_id, :participation_id)
    ON CONFLICT (organisation_id, elector_hash, quarter) DO UPDATE SET participation_id = c.participation_id
    RETURNING participation_id""")

_TAKE_OVER = text("""
    UPDATE petition_elector_claims c SET activity_id = :activity_id, participation_id = :participation_id
    WHERE c.organisation_id = :organisation_id AND c.elector_hash = :elector_hash AND c.quarter = :quarter
      AND NOT EXISTS (SELECT FROM participations p WHERE p.organisation_id = c.organisation_id
          AND p.id = c.participation_id AND p.state IN ('counted', 'held'))""")

_ADD = text("""
    INSERT INTO electors (organisation_id, register_id, spelling_hash, elector_hash)
    SELECT :organisation_id, :register_id, * FROM unnest(CAST(:spellings AS bytea[]), CAST(:electors AS bytea[]))
    ON CONFLICT DO NOTHING""")

_REPLACE = text("""
    UPDATE elector_registers SET is_current = (id = :register_id)
    WHERE organisation_id = :organisation_id AND (is_current OR id = :register_id)""")

_OLD = """
    FROM electors e JOIN elector_registers r ON r.organisation_id = e.organisation_id AND r.id = e.register_id
    WHERE e.organisation_id = :organisation_id AND (r.purge_on <= :today OR NOT r.is_current)"""

_COUNT_OLD = text(f"SELECT count(*) {_OLD}")

_FORGET_OLD = text(f"""
    WITH old AS (SELECT e.register_id, e.spelling_hash {_OLD} LIMIT :size)
    DELETE FROM electors e USING old
    WHERE e.organisation_id = :organisation_id AND e.register_id = old.register_id AND e.spelling_hash = old.spelling_hash""")

_COUNT_CLAIMS = text(
    "SELECT count(*) FROM petition_elector_claims WHERE organisation_id = :organisation_id AND quarter < :quarter"
)

_FORGET_CLAIMS = text("""
    DELETE FROM petition_elector_claims c WHERE c.organisation_id = :organisation_id
      AND (c.elector_hash, c.quarter) IN (SELECT o.elector_hash, o.quarter FROM petition_elector_claims o
          WHERE o.organisation_id = :organisation_id AND o.quarter < :quarter LIMIT :size)""")

_RELEASE = text("""
    DELETE FROM petition_elector_claims WHERE organisation_id = :organisation_id AND participation_id = :participation_id
      AND elector_hash IS DISTINCT FROM :elector_hash""")

# Signatures of open statutory petitions that somebody may be found for since another register came.
_UNCERTAIN = text("""
    SELECT p.id FROM participations p
    JOIN petitions q ON q.organisation_id = p.organisation_id AND q.activity_id = p.activity_id AND q.is_statutory
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    WHERE p.organisation_id = :organisation_id AND p.id > :after AND p.state IN ('counted', 'held')
      AND p.assurance <> 'verified' AND v.content ->> 'elector' <> '' AND (a.closes_at IS NULL OR a.closes_at > now())
    ORDER BY p.id LIMIT :size""")

_SAID = text("""
    SELECT p.activity_id, p.assurance, p.channel, v.content ->> 'elector' AS elector, v.counted_on
    FROM participations p
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    JOIN petitions q ON q.organisation_id = p.organisation_id AND q.activity_id = p.activity_id AND q.is_statutory
    WHERE p.organisation_id = :organisation_id AND p.id = :participation_id AND p.state IN ('counted', 'held')""")


def is_statutory(activity_id: int) -> bool:
    """Whether only electors count. What an accepted petition is never changes: each process asks once."""
    kept: dict[tuple[int, int], bool] = current_app.extensions.setdefault("statutory_petitions", {})
    key = current_organisation_id(), activity_id
    if key not in kept:
        rows = select(Petition.is_statutory).where(Petition.activity_id == activity_id)
        kept[key] = bool(db.session.scalar(rows))
    return kept[key]


def counted_towards(petition: Petition, counted: int) -> int:
    """Of the counted signatures, how many bring a petition to its thresholds: a statutory one's verified electors."""
    if not petition.is_statutory:
        return counted
    cells = tallies.cells(petition.activity_id)
    verified = sum(cell.n for cell in cells if not cell.mark and cell.assurance == states.Assurance.VERIFIED)
    return min(max(int(verified), 0), counted)


def current_register() -> ElectorRegister | None:
    return db.session.scalar(select(ElectorRegister).where(ElectorRegister.is_current))


def find(spelling_hash: bytes, today: dt.date) -> bytes | None:
    """The elector who is written so; None for nobody of the current register."""
    return db.session.scalar(_FIND, _own(spelling_hash=spelling_hash, today=today))


def claim(elector_hash: bytes, quarter: dt.date, activity_id: int, participation_id: int) -> bool:
    """Let this signature be the elector's of that quarter. Returns False where another one is: one that counts, for a
    signature that was withdrawn or set aside has given the elector back."""
    values = _own(
        elector_hash=elector_hash, quarter=quarter, activity_id=activity_id, participation_id=participation_id
    )
    return db.session.scalar(_CLAIM, values) == participation_id or changed_rows(_TAKE_OVER, values) == 1


def release(participation_id: int, elector_hash: bytes | None) -> None:
    """Give back what this signature holds for anybody else than this elector."""
    db.session.execute(_RELEASE, _own(participation_id=participation_id, elector_hash=elector_hash))


def said(participation_id: int) -> Row[Any] | None:
    """What a living signature of a statutory petition says about its elector; None for any other participation."""
    return db.session.execute(_SAID, _own(participation_id=participation_id)).one_or_none()


def uncertain(after: int, size: int) -> Sequence[int]:
    """Living signatures of open statutory petitions whose elector was not found, from an id on."""
    return db.session.scalars(_UNCERTAIN, _own(after=after, size=size)).all()


def add(register_id: int, pairs: Sequence[tuple[bytes, bytes]]) -> int:
    """Add spellings with their electors; one that is there already stays the first elector's. Returns how many are new."""
    values = _own(
        register_id=register_id, spellings=[each for each, _one in pairs], electors=[one for _each, one in pairs]
    )
    return changed_rows(_ADD, values)


def make_current(register_id: int) -> None:
    db.session.execute(_REPLACE, _own(register_id=register_id))


def count_old(before: dt.datetime) -> int:
    """Hashes of registers that were replaced, or whose purge date has come."""
    return db.session.scalar(_COUNT_OLD, _own(today=before.date())) or 0


def forget_old(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    return changed_rows(_FORGET_OLD, _own(today=before.date(), size=size))


def count_claims(quarter: dt.date) -> int:
    """Claims of quarters before this one."""
    return db.session.scalar(_COUNT_CLAIMS, _own(quarter=quarter)) or 0


def forget_claims(quarter: dt.date, size: int) -> int:
    """Delete some of them. Returns how many."""
    return changed_rows(_FORGET_CLAIMS, _own(quarter=quarter, size=size))


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
