"""Who took part (a key, never a name) and what each said, version by version."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, INET
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import BusyTenantModel
from portal.participation.rules import states


class Participation(BusyTenantModel, Base):
    """One person's act in one activity. In an anonymous survey this row is the roll: it says who, never what."""

    __tablename__ = "participations"
    __table_args__ = (
        UniqueConstraint("organisation_id", "activity_id", "person_key", "seat", name="uq_participations_person"),
        UniqueConstraint("organisation_id", "receipt_code", name="uq_participations_receipt"),
        Index("ix_participations_activity", "organisation_id", "activity_id", "id"),
        Index(
            "ix_participations_held",
            "organisation_id",
            "activity_id",
            "id",
            postgresql_where=text("state = 'held'"),
        ),
        Index(
            "ix_participations_name",
            "organisation_id",
            "activity_id",
            "name_hash",
            "id",
            postgresql_where=text("name_hash IS NOT NULL"),
        ),
        Index(
            "ix_participations_manage",
            "organisation_id",
            "manage_digest",
            unique=True,
            postgresql_where=text("manage_digest IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    activity_id: Mapped[int]
    person_key: Mapped[bytes] = mapped_column(LargeBinary)
    key_version: Mapped[int] = mapped_column(SmallInteger)
    seat: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    channel: Mapped[str]
    assurance: Mapped[str]
    state: Mapped[str]
    current_version_id: Mapped[int | None]
    receipt_code: Mapped[str | None]
    manage_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    submitted_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    counted_at: Mapped[dt.datetime | None]
    changed_at: Mapped[dt.datetime | None]
    invalidated_reason: Mapped[str | None]
    set_aside_by: Mapped[int | None]
    name_hash: Mapped[int | None]  # where two may share a mailbox: keyed hashes that tell their names and places apart
    place_hash: Mapped[int | None]

    @property
    def shown_state(self) -> str:
        """The state that its owner reads."""
        is_held = self.state == states.ParticipationState.HELD
        return states.ParticipationState.COUNTED if is_held else self.state


class ParticipationVersion(BusyTenantModel, Base):
    """What was said, once. Never changed afterwards, except that erasure blanks what is personal in it.

    `marks` is what it counts for (see tally.py): the tally is arithmetic on marks and knows nothing of questions.
    """

    __tablename__ = "participation_versions"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "activity_id", "submission_id", name="uq_participation_versions_submission"
        ),
        ForeignKeyConstraint(
            ["organisation_id", "participation_id"],
            ["participations.organisation_id", "participations.id"],
            name="fk_participation_versions_participation",
        ),
        Index("ix_participation_versions_participation", "organisation_id", "participation_id"),
        Index(
            "ix_participation_versions_link",
            "organisation_id",
            "link_digest",
            unique=True,
            postgresql_where=text("link_digest IS NOT NULL"),
        ),
        Index(
            "ix_participation_versions_names",
            "organisation_id",
            "activity_id",
            "id",
            postgresql_where=text("content ->> 'shows_name' = 'true'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    activity_id: Mapped[int]
    participation_id: Mapped[int]
    submission_id: Mapped[uuid.UUID]
    content_digest: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[dict[str, Any]]
    marks: Mapped[list[str]] = mapped_column(ARRAY(Text))
    amounts: Mapped[dict[str, Any] | None]
    zone_id: Mapped[int | None]
    assurance: Mapped[str]
    language: Mapped[str]
    to_address: Mapped[str | None]
    link_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_voided: Mapped[bool] = mapped_column(server_default=text("false"))
    held_reason: Mapped[str | None]  # a short code: once confirmed, it waits for staff
    submitted_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    counted_on: Mapped[dt.date | None]


class ParticipationTrace(Base):
    """Where a version came from, for finding fraud: an IPv4 address or an IPv6 /64, and the domain of the mail address.

    Kept apart from what was said, deleted 30 days after closing. Version ids begin with the millisecond, so every index
    that ends with one also finds an hour.
    """

    __tablename__ = "participation_traces"
    __table_args__ = (
        Index("ix_participation_traces_network", "organisation_id", "activity_id", "network", "version_id"),
        Index("ix_participation_traces_domain", "organisation_id", "activity_id", "mail_domain", "version_id"),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int]
    network: Mapped[str | None] = mapped_column(INET)
    mail_domain: Mapped[str]


class Ballot(Base):
    """An anonymous answer: no key, no participation, a day and not an instant, a random id."""

    __tablename__ = "ballots"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_ballots_activity",
        ),
        Index("ix_ballots_activity", "organisation_id", "activity_id"),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[int]
    content: Mapped[dict[str, Any]]
    marks: Mapped[list[str]] = mapped_column(ARRAY(Text))
    amounts: Mapped[dict[str, Any] | None]
    zone_id: Mapped[int | None]
    assurance: Mapped[str]
    counted_on: Mapped[dt.date]
