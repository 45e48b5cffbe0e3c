"""Purposes and wordings as forms and the ledger read them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, text

from portal.consents.models import Purpose, Tick, Wording
from portal.core.database import db
from portal.core.tenancy import current_organisation_id

_KEEP_WORDING = text("""
    INSERT INTO wordings (organisation_id, kind, language, text, sha256)
    VALUES (:organisation_id, :kind, :language, :text, :sha256)
    ON CONFLICT (organisation_id, sha256) DO UPDATE SET sha256 = excluded.sha256 RETURNING id""")


def offered() -> list[Purpose]:
    """The purposes that forms propose, in their order."""
    rows = select(Purpose).where(Purpose.is_active, Purpose.is_offered).order_by(Purpose.position, Purpose.id)
    return list(db.session.scalars(rows))


def purpose_by_key(key: str) -> Purpose | None:
    return db.session.scalar(select(Purpose).where(Purpose.key == key))


def purposes() -> list[Purpose]:
    return list(db.session.scalars(select(Purpose).order_by(Purpose.position, Purpose.id)))


def keep_wording(kind: str, language: str, words: str, sha256: bytes) -> int:
    """The id of these exact words, stored once."""
    values = {
        "organisation_id": current_organisation_id(),
        "kind": kind,
        "language": language,
        "text": words,
        "sha256": sha256,
    }
    return db.session.execute(_KEEP_WORDING, values).scalar_one()


def purpose_ids(key: str) -> set[int]:
    """The purposes of that key, as a set: empty, or the one."""
    return set(db.session.scalars(select(Purpose.id).where(Purpose.key == key)))


def ticks_of(subject_type: str, subject_ids: Sequence[int]) -> list[Tick]:
    """What was ticked on these subjects."""
    rows = select(Tick).where(Tick.subject_type == subject_type, Tick.subject_id.in_(subject_ids)).order_by(Tick.id)
    return list(db.session.scalars(rows))


def wordings(ids: Sequence[int]) -> dict[int, Wording]:
    return {row.id: row for row in db.session.scalars(select(Wording).where(Wording.id.in_(ids)))}


def forget_ticks(subject_type: str, subject_ids: Sequence[int]) -> None:
    mine = Tick.organisation_id == current_organisation_id()
    db.session.execute(delete(Tick).where(mine, Tick.subject_type == subject_type, Tick.subject_id.in_(subject_ids)))


def wordings_of(purpose_id: int) -> list[Any]:
    """The words under which people agreed to a purpose, the latest first, with how many ticks and since when."""
    shown = (Tick.organisation_id == Wording.organisation_id) & (Tick.wording_id == Wording.id)
    columns = (Wording.id, Wording.language, Wording.text, Wording.sha256, Wording.created_at)
    statement = (
        select(*columns, func.count(Tick.id).label("ticks"))
        .join(Tick, shown)
        .where(Tick.purpose_id == purpose_id)
        .group_by(*columns)
        .order_by(Wording.created_at.desc(), Wording.id.desc())
    )
    return list(db.session.execute(statement))
