"""Cross-site requests are refused by where they come from, so that anonymous pages need neither token nor cookie."""

from urllib.parse import urlsplit

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_allowed(incoming: Request, session_cookie: str) -> bool:
    """Whether an unsafe request comes from our own pages, or from something that is no browser and carries no session."""
    if incoming.method in SAFE_METHODS:
        return True
    site = incoming.environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in ("same-origin", "none")
    origin = incoming.environ.get("HTTP_ORIGIN")
    if origin is not None:
        return urlsplit(origin).netloc == incoming.host
    return session_cookie not in incoming.cookies


def init_app(app: Flask) -> None:
    app.before_request(_check)


def _check() -> None:
    if not is_allowed(request, current_app.config["SESSION_COOKIE_NAME"]):
        raise Forbidden("This form was sent from another site.")
