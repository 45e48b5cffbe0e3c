"""What a petition has beyond an activity, and who carried it before it opened.

What it asks is the activity's title, the background its summary, the details its body.
"""

import datetime as dt
import uuid

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel
from portal.petitions.rules.states import Standing


class Petition(TenantModel, Base):
    """A petition's standing, its author until retention, and what was decided about it."""

    __tablename__ = "petitions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "activity_id", name="uq_petitions_activity"),
        UniqueConstraint("organisation_id", "submission_id", name="uq_petitions_submission"),
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petitions_activity",
        ),
        Index(
            "ix_petitions_source",
            "organisation_id",
            "source",
            "source_id",
            unique=True,
            postgresql_where=text("source IS NOT NULL"),
        ),
        Index("ix_petitions_standing", "organisation_id", "standing", "id"),
        Index(
            "ix_petitions_sponsor_link",
            "organisation_id",
            "sponsor_digest",
            unique=True,
            postgresql_where=text("sponsor_digest IS NOT NULL"),
        ),
        Index(
            "ix_petitions_author_link",
            "organisation_id",
            "author_digest",
            unique=True,
            postgresql_where=text("author_digest IS NOT NULL"),
        ),
    )

    activity_id: Mapped[int]
    standing: Mapped[str] = mapped_column(server_default=Standing.DRAFT)
    is_by_staff: Mapped[bool] = mapped_column(server_default=text("false"))
    is_statutory: Mapped[bool] = mapped_column(server_default=text("false"))
    electors: Mapped[int | None]  # how many there were when it opened: what shares are counted of
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    author_name: Mapped[str | None]
    author_address: Mapped[str | None]
    author_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    author_postcode: Mapped[str | None]
    author_zone_id: Mapped[int | None]
    author_shows_name: Mapped[bool] = mapped_column(server_default=text("false"))
    author_digest: Mapped[bytes | None] = mapped_column(LargeBinary)  # the author's own link
    author_confirmed_at: Mapped[dt.datetime | None]
    sponsor_digest: Mapped[bytes | None] = mapped_column(LargeBinary)  # the link that the author passes on
    submission_id: Mapped[uuid.UUID | None]  # the wizard's form: sent twice, it is one petition
    submitted_at: Mapped[dt.datetime | None]  # to moderation
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[int | None]
    reason: Mapped[str | None]
    reason_note: Mapped[str | None]
    is_text_hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    opinion_asked_at: Mapped[dt.datetime | None]
    opinion_asked_by: Mapped[int | None]
    source: Mapped[str | None]  # the host of the portal that it came from
    source_id: Mapped[str | None]
    source_url: Mapped[str | None]
    source_digest: Mapped[bytes | None] = mapped_column(LargeBinary)  # of what was last read of it
    imported_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class Sponsor(TenantModel, Base):
    """Somebody who carries a petition before it opens, once their address is confirmed."""

    __tablename__ = "petition_sponsors"
    __table_args__ = (
        UniqueConstraint("organisation_id", "activity_id", "person_key", name="uq_petition_sponsors_person"),
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_sponsors_activity",
        ),
        Index(
            "ix_petition_sponsors_link",
            "organisation_id",
            "link_digest",
            unique=True,
            postgresql_where=text("link_digest IS NOT NULL"),
        ),
    )

    activity_id: Mapped[int]
    person_key: Mapped[bytes] = mapped_column(LargeBinary)
    link_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    name: Mapped[str | None]
    address: Mapped[str | None]
    postcode: Mapped[str | None]
    zone_id: Mapped[int | None]
    shows_name: Mapped[bool] = mapped_column(server_default=text("false"))
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    invited_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    confirmed_at: Mapped[dt.datetime | None]
