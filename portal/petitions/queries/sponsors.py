"""Who carries a petition before it opens."""

from sqlalchemy import func, select

from portal.core.database import db
from portal.petitions.models import Petition, Sponsor


def confirmed(activity_id: int) -> list[Sponsor]:
    """The sponsors whose address is confirmed, in the order in which they joined."""
    rows = select(Sponsor).where(Sponsor.activity_id == activity_id, Sponsor.confirmed_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Sponsor.confirmed_at, Sponsor.id)))


def count_confirmed(activity_id: int) -> int:
    rows = select(func.count()).where(Sponsor.activity_id == activity_id, Sponsor.confirmed_at.is_not(None))
    return db.session.scalar(rows.select_from(Sponsor)) or 0


def find_by_person(activity_id: int, person_key: bytes) -> Sponsor | None:
    """Somebody who carries a petition, or was written to."""
    rows = select(Sponsor).where(Sponsor.activity_id == activity_id, Sponsor.person_key == person_key)
    return db.session.scalar(rows)


def find_by_link(link_digest: bytes) -> Sponsor | None:
    """The sponsor whom a mailed link is for."""
    return db.session.scalar(select(Sponsor).where(Sponsor.link_digest == link_digest))


def find_petition_by_sponsor_link(digest: bytes) -> Petition | None:
    """The petition whose author passed this link on."""
    return db.session.scalar(select(Petition).where(Petition.sponsor_digest == digest))


def find_petition_by_author_link(digest: bytes) -> Petition | None:
    """The petition that this link is its author's."""
    return db.session.scalar(select(Petition).where(Petition.author_digest == digest))
