"""Accounts and links as signing in reads them."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from portal.accounts import rules
from portal.accounts.models import SignInLink, User
from portal.core.database import db

LINKS_KEPT = dt.timedelta(days=1)


def find_by_session(session_id: str) -> User | None:
    """Whose session this is: a public id and the epoch at which it began; raising the epoch ends all sessions."""
    public_id, _, epoch = session_id.partition(".")
    if not epoch.isdigit():
        return None
    return db.session.scalar(select(User).where(User.public_id == public_id, User.epoch == int(epoch), User.is_active))


def find_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == rules.normal_address(email)))


def staff() -> list[User]:
    """Everybody with a role, in the order of their names."""
    rows = select(User).where(User.role != rules.Role.RESIDENT).order_by(User.is_active.desc(), User.name, User.email)
    return list(db.session.scalars(rows))


def names(user_ids: Sequence[int]) -> dict[int, str]:
    """What to call these accounts."""
    rows = db.session.execute(select(User.id, User.name, User.email).where(User.id.in_(user_ids)))
    return {row.id: row.name or row.email for row in rows}


def active(user_ids: Sequence[int]) -> list[User]:
    """Those of these accounts that may sign in."""
    return list(db.session.scalars(select(User).where(User.id.in_(user_ids), User.is_active).order_by(User.id)))


def find_link(digest: bytes) -> SignInLink | None:
    """A link that is neither used nor too old."""
    oldest = func.clock_timestamp() - rules.LINK_LIFE
    fresh = (SignInLink.digest == digest, SignInLink.used_at.is_(None), SignInLink.created_at > oldest)
    return db.session.scalar(select(SignInLink).where(*fresh))


def use_link(digest: bytes) -> SignInLink | None:
    """The same, used up from now on: of two presses at once, one gets it."""
    oldest = func.clock_timestamp() - rules.LINK_LIFE
    fresh = (SignInLink.digest == digest, SignInLink.used_at.is_(None), SignInLink.created_at > oldest)
    statement = update(SignInLink).where(*fresh).values(used_at=func.clock_timestamp()).returning(SignInLink)
    return db.session.scalar(statement)


def void_links(email: str) -> None:
    """Whoever is in has no use for the other links that were asked for."""
    unused = (SignInLink.email == email, SignInLink.used_at.is_(None))
    db.session.execute(update(SignInLink).where(*unused).values(used_at=func.clock_timestamp()))


def count_old_links(before: dt.datetime) -> int:
    """Links made before that instant: nobody can use them any more, and they name an address."""
    return db.session.scalar(select(func.count()).select_from(SignInLink).where(SignInLink.created_at < before)) or 0


def forget_old_links(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    ids = list(db.session.scalars(select(SignInLink.id).where(SignInLink.created_at < before).limit(size)))
    db.session.execute(delete(SignInLink).where(SignInLink.id.in_(ids)))
    return len(ids)
