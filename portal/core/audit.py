"""Who did what to what, and why: rows that are only ever added, written in the transaction of the act itself, and that
go after a year (upkeep)."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, delete, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base, db
from portal.core.tenancy import TenantModel


class AuditEntry(TenantModel, Base):
    """One act of a member of staff, of a command, or of the portal itself (`actor_id` is None)."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "organisation_id", "subject_type", "subject_id"),)

    happened_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int | None]
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


def record(
    action: str, subject_type: str, subject_id: int | None = None, *, actor_id: int | None = None, **details: Any
) -> None:
    """Add an entry. `details` are plain JSON values and never personal data beyond ids."""
    entry = AuditEntry(
        actor_id=actor_id, action=action, subject_type=subject_type, subject_id=subject_id, details=details
    )
    db.session.add(entry)


def of_subject(subject_type: str, subject_id: int, *, before: int | None = None, size: int) -> list[AuditEntry]:
    """What was done with something, the latest first, up to an entry's id."""
    rows = select(AuditEntry).where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
    if before is not None:
        rows = rows.where(AuditEntry.id < before)
    return list(db.session.scalars(rows.order_by(AuditEntry.id.desc()).limit(size)))


def latest(subject_type: str | None, *, before: int | None = None, size: int) -> list[AuditEntry]:
    """The latest acts, of all or of one kind of subject, up to an entry's id."""
    rows = select(AuditEntry)
    if subject_type is not None:
        rows = rows.where(AuditEntry.subject_type == subject_type)
    if before is not None:
        rows = rows.where(AuditEntry.id < before)
    return list(db.session.scalars(rows.order_by(AuditEntry.id.desc()).limit(size)))


def count_old(before: dt.datetime) -> int:
    """Entries older than that instant."""
    return db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.happened_at < before)) or 0


def forget_old(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    ids = list(db.session.scalars(select(AuditEntry.id).where(AuditEntry.happened_at < before).limit(size)))
    db.session.execute(delete(AuditEntry).where(AuditEntry.id.in_(ids)))
    return len(ids)
