"""News about a petition, and the journal of what was decided: rows that are only ever added (a trigger refuses the rest)."""

import datetime as dt

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class Update(TenantModel, Base):
    """News by the author, published once a moderator agreed, or by officials, published at once."""

    __tablename__ = "petition_updates"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_updates_activity",
        ),
        Index("ix_petition_updates_activity", "organisation_id", "activity_id", "id"),
        Index("ix_petition_updates_waiting", "organisation_id", "id", postgresql_where=text("state = 'waiting'")),
    )

    activity_id: Mapped[int]
    is_by_author: Mapped[bool]
    signed_by: Mapped[str | None]
    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    state: Mapped[str] = mapped_column(server_default=text("'waiting'"))  # waiting, published, refused
    reason: Mapped[str | None]
    created_by: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    decided_by: Mapped[int | None]
    decided_at: Mapped[dt.datetime | None]


class Decision(TenantModel, Base):
    """One act on a petition: who, when, for which reason of the charter, and what was said."""

    __tablename__ = "petition_decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_decisions_activity",
        ),
        Index("ix_petition_decisions_activity", "organisation_id", "activity_id", "id"),
    )

    activity_id: Mapped[int]
    act: Mapped[str]
    decided_at: Mapped[dt.datetime] = mapped_column(server_default=text("clock_timestamp()"))
    decided_by: Mapped[int | None]  # None: the author
    reason: Mapped[str | None]
    note: Mapped[str | None]
    opinion: Mapped[str | None]  # of a second member of staff: would accept, would reject
