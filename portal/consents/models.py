"""Why the organisation writes, in which words it asked, and what was ticked where (R6, R7)."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import BusyTenantModel, TenantModel


class Purpose(TenantModel, Base):
    """A reason to write to people, with its lawful basis; offered on forms while it is active."""

    __tablename__ = "purposes"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    key: Mapped[str]
    name: Mapped[dict[str, str]]
    basis: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=sql("0"))
    is_active: Mapped[bool] = mapped_column(server_default=sql("true"))
    is_offered: Mapped[bool] = mapped_column(server_default=sql("true"))


class Wording(TenantModel, Base):
    """Exact words that were shown, kept once and known by their SHA-256. Never changed: a new text is a new row."""

    __tablename__ = "wordings"
    __table_args__ = (
        UniqueConstraint("organisation_id", "sha256"),
        CheckConstraint("kind IN ('consent', 'notice')", name="kind"),
    )

    kind: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))


class Tick(BusyTenantModel, Base):
    """A box that somebody ticked on a form: on what (a participation's version), for which purpose, under which words."""

    __tablename__ = "ticks"
    __table_args__ = (Index("ix_ticks_subject", "organisation_id", "subject_type", "subject_id"),)

    subject_type: Mapped[str]
    subject_id: Mapped[int]
    purpose_id: Mapped[int]
    wording_id: Mapped[int]
    notice_id: Mapped[int | None]
    ticked_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
