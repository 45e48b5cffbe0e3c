"""Who is signed in, what they may enter, and how a session begins and ends."""

from enum import StrEnum

from flask import Flask, Response, g, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.exceptions import Forbidden, Unauthorized

from portal.accounts import rules
from portal.accounts.models import User
from portal.accounts.queries import find_by_session
from portal.core import csrf, health, web
from portal.core.access import Access

manager = LoginManager()


def init_app(app: Flask) -> None:
    app.config.update(
        PERMANENT_SESSION_LIFETIME=rules.SESSION_LIFE,
    )
    manager.session_protection = "basic"
    manager.user_loader(find_by_session)
    manager.init_app(app)
    app.after_request_funcs[None].remove(manager._update_remember_cookie)  # no session of ours outlives its own cookie


def guard(requirement: StrEnum) -> None:
    """Let in whoever meets what a view declares. Strangers are led to the sign-in page, others are refused (Forbidden)."""
    if requirement is Access.OPERATOR:
        if not health.may_operate():
            raise Forbidden
        return
    if not current_user.is_authenticated:
        raise Unauthorized(response=_lead_in())
    if isinstance(requirement, rules.Right) and not rules.may(rules.Role(current_user.role), requirement):
        raise Forbidden


def user() -> User | None:
    """Who is signed in; None for a visitor, without touching the base when there is no session."""
    if "HTTP_COOKIE" not in request.environ and "_login_user" not in g:  # nobody, without asking further
        return None
    return current_user._get_current_object() if current_user.is_authenticated else None


def require_user() -> User:
    """Who is signed in, where the view let nobody else in."""
    found = user()
    if found is None:
        raise Unauthorized(response=_lead_in())
    return found


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


def begin_session(person: User) -> None:
    """A new session, with nothing of what was there before."""
    session.clear()
    login_user(person)


def end_session() -> None:
    """Nothing is left of the session, and the browser forgets its cookie."""
    logout_user()
    session.clear()


def go_on(path: str | None) -> Response:
    """After signing in: where the person was going, else their own first page. `path` must be safe."""
    person = require_user()
    home = "desk.dashboard" if rules.is_staff(rules.Role(person.role)) else "me.show"
    return Response(status=303, headers={"Location": path or url_for(home)})


def _lead_in() -> Response:
    """To the sign-in page. A part of a page cannot hold one, so htmx is told to leave; an act cannot be come back to."""
    is_page = request.method in csrf.SAFE_METHODS
    going_to = request.script_root + request.full_path.rstrip("?") if is_page else None
    response = web.see_other("accounts.sign_in", next=going_to)
    if web.wants_partial():
        return Response(status=401, headers={"HX-Redirect": response.headers["Location"]})
    return response
