"""Signatures on paper: the sheets that came in, and which participations were read from each."""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class PaperSheet(TenantModel, Base):
    """A sheet of signatures: when it came, from where, and its scan. Its id is the number that is written on it."""

    __tablename__ = "petition_sheets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_sheets_activity",
        ),
        ForeignKeyConstraint(
            ["organisation_id", "attachment_id"],
            ["attachments.organisation_id", "attachments.id"],
            name="fk_petition_sheets_attachment",
        ),
        Index("ix_petition_sheets_activity", "organisation_id", "activity_id", "id"),
    )

    activity_id: Mapped[int]
    received_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(server_default=text("''"))
    note: Mapped[str] = mapped_column(server_default=text("''"))
    attachment_id: Mapped[int | None]
    created_by: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    set_aside_at: Mapped[dt.datetime | None]
    set_aside_reason: Mapped[str | None]


class PaperLine(TenantModel, Base):
    """That a participation was read from a sheet; who it is stands in its version alone, until retention."""

    __tablename__ = "petition_sheet_lines"
    __table_args__ = (
        UniqueConstraint("organisation_id", "participation_id", name="uq_petition_sheet_lines_participation"),
        ForeignKeyConstraint(
            ["organisation_id", "sheet_id"],
            ["petition_sheets.organisation_id", "petition_sheets.id"],
            name="fk_petition_sheet_lines_sheet",
        ),
        Index("ix_petition_sheet_lines_sheet", "organisation_id", "sheet_id", "id"),
        Index("ix_petition_sheet_lines_activity", "organisation_id", "activity_id", "id"),
    )

    activity_id: Mapped[int]
    sheet_id: Mapped[int]
    participation_id: Mapped[int] = mapped_column(BigInteger)
    kept_at: Mapped[dt.datetime | None]  # somebody looked at whoever is like it until then: they are others
