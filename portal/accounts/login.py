"""Who is signed in, and what they may enter."""

from enum import StrEnum

from flask import Flask, Response
from flask_login import LoginManager, current_user
from werkzeug.exceptions import Forbidden, Unauthorized

from portal.accounts import rules
from portal.accounts.models import User
from portal.accounts.queries import find_by_session
from portal.core import health, web
from portal.core.access import Access

manager = LoginManager()


def init_app(app: Flask) -> None:
    app.config.update(
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=app.config["SESSION_COOKIE_SECURE"],
    )
    manager.session_protection = "basic"
    manager.user_loader(find_by_session)
    manager.init_app(app)


def guard(requirement: StrEnum) -> None:
    """Let in whoever meets what a view declares. Raises Unauthorized for strangers, Forbidden for the others."""
    if requirement is Access.OPERATOR:
        if not health.may_operate():
            raise Forbidden
        return
    if not current_user.is_authenticated:
        raise Unauthorized
    if isinstance(requirement, rules.Right) and not rules.may(rules.Role(current_user.role), requirement):
        raise Forbidden


def user() -> User | None:
    """Who is signed in; None for a visitor, without touching the base when there is no session."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def address() -> str | None:
    """The address of the signed-in account, which is proof enough of who answers."""
    found = user()
    return found.email if found else None


def ask_to_sign_in() -> Response:
    """Lead a visitor to the sign-in page, and back afterwards."""
    return web.see_other("accounts.sign_in", next=web.here())


def may(right: rules.Right) -> bool:
    """Whether the person signed in, if any, has this right."""
    found = user()
    return found is not None and rules.may(rules.Role(found.role), right)
