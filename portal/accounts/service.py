"""Signing in and out, and who may: accounts made, invited, given a role, switched off."""

import secrets

from flask_babel import gettext as _

from portal.accounts import passwords, queries, rules
from portal.accounts.letters import send_link
from portal.accounts.models import SignInLink, User
from portal.core import audit, clock, tokens
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.core.tenancy import get

SUBJECT = "user"


class AddressTaken(Refused):
    """There is an account for this address already."""


class LastAdministrator(Refused):
    """Without an administrator nobody could let anybody in again."""


@transactional
def ask_for_link(email: str, *, language: str, next_path: str | None = None) -> None:
    """Mail a link to this address, whether or not there is an account: the answer tells nothing."""
    secret = tokens.new_link()
    address = rules.normal_address(email)
    link = SignInLink(
        email=address, digest=tokens.digest(secret), next_path=rules.safe_next(next_path), language=language
    )
    db.session.add(link)
    db.session.flush()
    send_link(address, secret, language)


@transactional
def use_link(secret: str, *, new_password: str | None = None) -> tuple[User, str | None] | None:
    """Sign somebody in by their mailed link, once: residents as they are, staff with the password they choose.

    A first link makes the account. Returns who, and where they were going; None for a link that is over.
    """
    link = queries.use_link(tokens.digest(secret))
    if link is None:
        return None
    user = queries.find_by_email(link.email) or _new(link.email, rules.Role.RESIDENT, language=link.language)
    if not user.is_active:
        return None
    if rules.is_staff(rules.Role(user.role)):
        _choose_password(user, new_password or "")
    queries.void_links(link.email)
    user.signed_in_at = clock.now()
    return user, link.next_path


@transactional
def check_password(email: str, password: str) -> User | None:
    """Who signs in with this password; None, after the same work, for anybody unknown, switched off or wrong."""
    user = queries.find_by_email(email)
    stored = user.password_hash if user is not None and user.is_active else None
    if not passwords.is_right(stored, password) or user is None or stored is None:
        return None
    if passwords.is_outdated(stored):
        user.password_hash = passwords.hashed(password)
    user.signed_in_at = clock.now()
    return user


@transactional
def end_sessions(user_id: int) -> User:
    """Sign somebody out everywhere."""
    user = get(User, user_id)
    user.epoch += 1
    return user


@transactional
def add_user(
    email: str, role: rules.Role, *, name: str = "", password: str | None = None, actor_id: int | None = None
) -> User:
    """A member of staff. A resident's account with this address becomes theirs. Raises AddressTaken."""
    user = queries.find_by_email(email)
    if user is not None and user.role != rules.Role.RESIDENT:
        raise AddressTaken(_("There is an account for this address already."))
    user = user or _new(rules.normal_address(email), role)
    user.role, user.name, user.is_active = role, name, True
    user.epoch += 1
    if password is not None:
        user.password_hash = passwords.hashed(password)
    audit.record("user.added", SUBJECT, user.id, actor_id=actor_id, role=role)
    return user


@transactional
def invite(email: str, role: rules.Role, *, name: str, language: str, actor_id: int | None = None) -> User:
    """A new member of staff, who gets a link to choose a password. Raises AddressTaken."""
    user = add_user(email, role, name=name, actor_id=actor_id)
    ask_for_link(email, language=language)
    return user


@transactional
def edit_user(user_id: int, *, name: str, role: rules.Role, is_active: bool, actor_id: int | None = None) -> User:
    """Change what a member of staff may do; their sessions begin anew. Raises LastAdministrator."""
    user = get(User, user_id)
    if user.role == rules.Role.ADMINISTRATOR and (role is not rules.Role.ADMINISTRATOR or not is_active):
        _refuse_without_administrator(user)
    has_moved = (user.role, user.is_active) != (role, is_active)
    user.name, user.role, user.is_active = name, role, is_active
    if has_moved:
        user.epoch += 1
        audit.record("user.changed", SUBJECT, user.id, actor_id=actor_id, role=role, is_active=is_active)
    return user


def _choose_password(user: User, password: str) -> None:
    """Set a member of staff's password, and end the sessions that the old one began."""
    if len(password) < rules.SHORTEST_PASSWORD:
        raise Refused(_("Write a password of at least 12 characters."))
    user.password_hash = passwords.hashed(password)
    user.epoch += 1
    audit.record("user.password_chosen", SUBJECT, user.id, actor_id=user.id)


def _refuse_without_administrator(leaving: User) -> None:
    others = [user for user in queries.staff() if user.id != leaving.id and user.is_active]
    if not any(user.role == rules.Role.ADMINISTRATOR for user in others):
        raise LastAdministrator(_("Somebody else must be an administrator first."))


def _new(email: str, role: rules.Role, *, language: str = "fr") -> User:
    user = User(public_id=secrets.token_urlsafe(12), email=email, role=role, language=language, epoch=1)
    db.session.add(user)
    db.session.flush()
    return user
