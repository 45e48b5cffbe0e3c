"""What an organisation watches for under its petitions, whom it blocks and allows, and the crowds that it saw."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel
from portal.petitions.rules import fraud


class GuardRow(TenantModel, Base):
    """The one row of an organisation's settings against fraud; `watched_until` is the hour up to which crowds were looked for."""

    __tablename__ = "petition_guards"
    __table_args__ = (
        UniqueConstraint("organisation_id", name="uq_petition_guards_organisation"),
        CheckConstraint("signatures_an_hour > 0", name="signatures_an_hour"),
    )

    signatures_an_hour: Mapped[int] = mapped_column(server_default=text(str(fraud.SIGNATURES_AN_HOUR)))
    holds_disposable: Mapped[bool] = mapped_column(server_default=text("true"))
    holds_bursts: Mapped[bool] = mapped_column(server_default=text("false"))
    watched_until: Mapped[dt.datetime | None]


class GuardLine(TenantModel, Base):
    """A network, a mail domain, or an address (its keyed hash, never itself) that is blocked or allowed."""

    __tablename__ = "petition_guard_lines"
    __table_args__ = (UniqueConstraint("organisation_id", "what", "value", name="uq_petition_guard_lines_value"),)

    verdict: Mapped[str]
    what: Mapped[str]
    value: Mapped[str]
    note: Mapped[str | None]
    created_by: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class Burst(TenantModel, Base):
    """Far more signatures of one network or domain in an hour than the petition usually has."""

    __tablename__ = "petition_bursts"
    __table_args__ = (
        UniqueConstraint("organisation_id", "activity_id", "hour", "what", "value", name="uq_petition_bursts_hour"),
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_bursts_activity",
        ),
        Index("ix_petition_bursts_open", "organisation_id", "id", postgresql_where=text("looked_at IS NULL")),
    )

    activity_id: Mapped[int]
    hour: Mapped[dt.datetime]  # its first instant
    what: Mapped[str]
    value: Mapped[str]
    number: Mapped[int]
    expected: Mapped[int]  # rounded
    work_id: Mapped[int | None]  # that holds them, if one does
    looked_at: Mapped[dt.datetime | None]
    looked_by: Mapped[int | None]
