"""Everything the base holds about one person."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.contacts.models import Contact, ContactSource, Interest, TimelineEntry
from portal.core.database import db


def find_by_key(person_key: bytes) -> Contact | None:
    """The contact of the person who takes part under this key."""
    return db.session.scalar(select(Contact).where(Contact.person_key == person_key))


def find_by_address(canonical: str) -> Contact | None:
    return db.session.scalar(select(Contact).where(Contact.canonical_address == canonical))


def sources_of(contact_id: int) -> Sequence[ContactSource]:
    """How somebody came into the base, the first way first."""
    rows = select(ContactSource).where(ContactSource.contact_id == contact_id)
    return db.session.scalars(rows.order_by(ContactSource.happened_at, ContactSource.id)).all()


def moments_of(contact_id: int) -> Sequence[TimelineEntry]:
    """What somebody did, the latest first."""
    rows = select(TimelineEntry).where(TimelineEntry.contact_id == contact_id)
    return db.session.scalars(rows.order_by(TimelineEntry.happened_at.desc(), TimelineEntry.id.desc())).all()


def interests_of(contact_id: int) -> Sequence[Interest]:
    rows = select(Interest).where(Interest.contact_id == contact_id)
    return db.session.scalars(rows.order_by(Interest.theme)).all()
