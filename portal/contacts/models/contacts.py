"""People of the contact base, where they come from, what they care about, what they did."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel

# What is searched: words without accents; addresses cut at their signs, so that each part is found.
SEARCHED = (
    "to_tsvector('simple', translate(portal_fold(coalesce(name, '') || ' ' || coalesce(address, '') || ' ' || "
    "coalesce(phone_digits, '')), '@._+-/''’', '        '))"
)
SORTED = "portal_fold(coalesce(nullif(name, ''), address, phone, ''))"


def of_contact(table: str, *, name: str = "contact") -> ForeignKeyConstraint:
    """The composite key by which a row belongs to a contact, and goes with it."""
    return ForeignKeyConstraint(
        ["organisation_id", "contact_id"],
        ["contacts.organisation_id", "contacts.id"],
        name=f"fk_{table}_{name}",
        ondelete="CASCADE",
    )


class Contact(TenantModel, Base):
    """A person, known by an address, a telephone number, or what staff wrote down.

    `provenance` says for each fact where it comes from and since when it is known: {"zone_id": {"source", "at"}}.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("organisation_id", "canonical_address", name="uq_contacts_address"),
        ForeignKeyConstraint(
            ["organisation_id", "zone_id"], ["zones.organisation_id", "zones.id"], name="fk_contacts_zone"
        ),
        CheckConstraint("coalesce(canonical_address, phone_digits, name) IS NOT NULL", name="known"),
        Index("ix_contacts_sort", "organisation_id", "sort_key", "id"),
        Index("ix_contacts_zone", "organisation_id", "zone_id"),
        Index("ix_contacts_key", "organisation_id", "person_key"),
        Index("ix_contacts_phone", "organisation_id", "phone_digits"),
        Index("ix_contacts_search", "search", postgresql_using="gin"),
    )

    canonical_address: Mapped[str | None]
    address: Mapped[str | None]
    person_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    name: Mapped[str | None]
    phone: Mapped[str | None]
    phone_digits: Mapped[str | None]
    zone_id: Mapped[int | None]
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    provenance: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    sort_key: Mapped[str] = mapped_column(Text(collation="C"), Computed(SORTED, persisted=True))
    search: Mapped[Any] = mapped_column(TSVECTOR, Computed(SEARCHED, persisted=True), deferred=True)


class ContactSource(TenantModel, Base):
    """One way by which a contact entered the base, or was seen again."""

    __tablename__ = "contact_sources"
    __table_args__ = (
        of_contact("contact_sources"),
        UniqueConstraint(
            "organisation_id", "contact_id", "source", "subject_type", "subject_id", name="uq_contact_sources_once"
        ),
    )

    contact_id: Mapped[int]
    source: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    happened_at: Mapped[dt.datetime]


class Interest(TenantModel, Base):
    """A theme of something the person took part in, or told us of (never a score: R14)."""

    __tablename__ = "interests"
    __table_args__ = (
        of_contact("interests"),
        UniqueConstraint("organisation_id", "contact_id", "theme", name="uq_interests_theme"),
        Index("ix_interests_theme", "organisation_id", "theme", "contact_id"),
    )

    contact_id: Mapped[int]
    theme: Mapped[str]
    origin_type: Mapped[str]
    origin_id: Mapped[int]
    since: Mapped[dt.datetime]


class TimelineEntry(TenantModel, Base):
    """Something the person did. `parts` are the words' ingredients (title by language…), so that each page says it in its own."""

    __tablename__ = "timeline_entries"
    __table_args__ = (
        of_contact("timeline_entries"),
        UniqueConstraint(
            "organisation_id",
            "contact_id",
            "kind",
            "subject_type",
            "subject_id",
            "happened_at",
            name="uq_timeline_once",
        ),
    )

    contact_id: Mapped[int]
    kind: Mapped[str]
    happened_at: Mapped[dt.datetime]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    parts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


class Tombstone(Base):
    """What is left of somebody who was erased: a keyed hash of an address or a number, which nobody can undo."""

    __tablename__ = "contact_tombstones"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_contact_tombstones_organisation_id"),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    erased_at: Mapped[dt.datetime] = mapped_column(server_default=text("clock_timestamp()"))
