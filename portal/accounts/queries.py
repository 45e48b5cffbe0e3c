"""Accounts as signing in reads them."""

from sqlalchemy import select

from portal.accounts.models import User
from portal.core.database import db


def find_by_session(session_id: str) -> User | None:
    """Whose session this is: a public id and the epoch at which it began; raising the epoch ends all sessions."""
    public_id, _, epoch = session_id.partition(".")
    if not epoch.isdigit():
        return None
    return db.session.scalar(select(User).where(User.public_id == public_id, User.epoch == int(epoch), User.is_active))


def find_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))
