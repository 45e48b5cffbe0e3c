"""Signing in and out. Residents by a mailed link with a button, staff by password."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from portal.accounts import attempts, login, queries, rules, service
from portal.accounts.forms import LinkForm, NewPasswordForm, PasswordForm
from portal.accounts.models import SignInLink
from portal.core import languages, limits, tokens, web
from portal.core.access import Access, access
from portal.core.limits import limiter

blueprint = Blueprint("accounts", __name__)

TOKEN_SIGNS = 64


@blueprint.get("/sign-in")
@access(Access.PUBLIC)
def sign_in() -> Response:
    """Two ways in on one page; whoever was on the way to the back office finds the password first."""
    if login.user() is not None:
        return login.go_on(rules.safe_next(request.args.get("next")))
    going_to = rules.safe_next(request.args.get("next")) or ""
    return _sign_in_page(LinkForm(next=going_to), PasswordForm(next=going_to))


@blueprint.post("/sign-in")
@access(Access.PUBLIC)
@limiter.limit(limits.SIGN_INS)
def send_link() -> Response:
    """Mail the link; the page after it is the same for every address."""
    form = LinkForm(request.form)
    if not form.validate():
        return _sign_in_page(form, PasswordForm(next=form.next.data), status=422)
    service.ask_for_link(form.email.data, language=languages.current(), next_path=form.next.data)
    return web.see_other("accounts.look_in_your_mailbox")


@blueprint.get("/sign-in/sent")
@access(Access.PUBLIC)
def look_in_your_mailbox() -> Response:
    return web.page("accounts/mailbox.html")


@blueprint.post("/sign-in/password")
@access(Access.PUBLIC)
@limiter.limit(limits.SIGN_INS)
def check_password() -> Response:
    """Let a member of staff in."""
    form = PasswordForm(request.form)
    if not form.validate():
        return _sign_in_page(LinkForm(next=form.next.data), form, status=422)
    email = rules.normal_address(form.staff_email.data)
    if not attempts.may_try(email):
        raise TooManyRequests
    user = service.check_password(email, form.password.data)
    if user is None:
        form.password.errors = [_("This address and this password do not go together.")]
        return _sign_in_page(LinkForm(next=form.next.data), form, status=422)
    attempts.remember_network(email)
    login.begin_session(user)
    return login.go_on(rules.safe_next(form.next.data))


@blueprint.get("/sign-in/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def open_link(token: str) -> Response:
    """One button, or a new password for staff. Opening this page, as mail scanners do, uses nothing up."""
    link = queries.find_link(tokens.digest(token[:TOKEN_SIGNS]))
    if link is None:
        return _link_over()
    return _link_page(link, token, NewPasswordForm())


@blueprint.post("/sign-in/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def press_link(token: str) -> Response:
    """The button of the mailed link."""
    secret = token[:TOKEN_SIGNS]
    link = queries.find_link(tokens.digest(secret))
    if link is None:
        return _link_over()
    form = NewPasswordForm(request.form)
    chooses_password = _is_staff(link)
    if chooses_password and not form.validate():
        return _link_page(link, token, form, status=422)
    used = service.use_link(secret, new_password=form.password.data if chooses_password else None)
    if used is None:
        return _link_over()
    user, going_to = used
    if chooses_password:
        attempts.remember_network(user.email)
    login.begin_session(user)
    return login.go_on(going_to)


@blueprint.post("/sign-out")
@access(Access.PUBLIC)
def sign_out() -> Response:
    """The session is over on this browser; its cookie goes."""
    login.end_session()
    return web.see_other("site.home")


@blueprint.post("/sign-out/everywhere")
@access(Access.SIGNED_IN)
def sign_out_everywhere() -> Response:
    """All other sessions of this account end; this one begins anew."""
    user = login.require_user()
    login.begin_session(service.end_sessions(user.id))
    return web.see_other("me.show", ended=1)


def _sign_in_page(link: LinkForm, password: PasswordForm, *, status: int = 200) -> Response:
    going_to = rules.safe_next(link.next.data or password.next.data) or ""
    return web.page(
        "accounts/sign_in.html",
        status=status,
        link=link,
        password=password,
        is_staff_first="/manage" in going_to or bool(password.errors),
    )


def _is_staff(link: SignInLink) -> bool:
    user = queries.find_by_email(link.email)
    return user is not None and rules.is_staff(rules.Role(user.role))


def _link_page(link: SignInLink, token: str, form: NewPasswordForm, *, status: int = 200) -> Response:
    template = "accounts/new_password.html" if _is_staff(link) else "accounts/open_link.html"
    return web.page(template, status=status, link=link, token=token, form=form)


def _link_over() -> Response:
    return web.page("accounts/link_over.html", status=410)
