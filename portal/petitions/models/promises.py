"""What the organisation promises at which number of signatures, and how far it is with it."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel
from portal.petitions.rules.thresholds import Promise


class Threshold(TenantModel, Base):
    """A promise of the organisation: at a number, or at a share of the electors (one in `one_in`) for statutory petitions."""

    __tablename__ = "petition_thresholds"
    __table_args__ = (CheckConstraint("(number IS NULL) <> (one_in IS NULL)", name="target"),)

    label: Mapped[dict[str, str]]
    promise: Mapped[str] = mapped_column(server_default=Promise.ANSWER)
    number: Mapped[int | None]
    one_in: Mapped[int | None] = mapped_column(SmallInteger)
    acknowledge_days: Mapped[int] = mapped_column(SmallInteger, server_default=text("15"))
    answer_days: Mapped[int] = mapped_column(SmallInteger, server_default=text("60"))
    is_statutory: Mapped[bool] = mapped_column(server_default=text("false"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    source: Mapped[str | None]  # of another portal: it stands beside petitions from there, and obliges nobody here


class Milestone(TenantModel, Base):
    """A threshold that a petition reached. Fewer signatures revert it; what was recorded of the answer stays."""

    __tablename__ = "petition_milestones"
    __table_args__ = (
        UniqueConstraint("organisation_id", "activity_id", "threshold_id", name="uq_petition_milestones_threshold"),
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_milestones_activity",
        ),
        ForeignKeyConstraint(
            ["organisation_id", "threshold_id"],
            ["petition_thresholds.organisation_id", "petition_thresholds.id"],
            name="fk_petition_milestones_threshold",
        ),
    )

    activity_id: Mapped[int]
    threshold_id: Mapped[int]
    number: Mapped[int]  # of signatures that it took, as promised then
    reached_at: Mapped[dt.datetime]
    reverted_at: Mapped[dt.datetime | None]
    acknowledged_at: Mapped[dt.datetime | None]
    acknowledged_note: Mapped[str | None]  # which service is in charge
    session_on: Mapped[dt.date | None]
    session_note: Mapped[str | None]
    session_url: Mapped[str | None]
    session_decision: Mapped[str | None]  # what the council decided, in the words of official answers
    answered_at: Mapped[dt.datetime | None]
    answer_id: Mapped[int | None]


class SessionRecord(TenantModel, Base):
    """One version of what the council decided, as people were told it; the milestone shows the latest."""

    __tablename__ = "petition_session_records"
    __table_args__ = (
        UniqueConstraint("organisation_id", "milestone_id", "number", name="uq_petition_session_records_milestone"),
        ForeignKeyConstraint(
            ["organisation_id", "milestone_id"],
            ["petition_milestones.organisation_id", "petition_milestones.id"],
            name="fk_petition_session_records_milestone",
        ),
    )

    activity_id: Mapped[int]
    milestone_id: Mapped[int]
    number: Mapped[int]
    held_on: Mapped[dt.date]
    decision: Mapped[str]  # in the words of official answers
    note: Mapped[str | None]
    url: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
