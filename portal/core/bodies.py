"""How much a post may bring: two megabytes, and more where a view says so. The gateway asks before it reads a body."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.core import languages

View = TypeVar("View", bound=Callable[..., Any])

USUAL = 2 * 1024 * 1024


def takes(size: int) -> Callable[[View], View]:
    """Declare that a view takes posts of so many bytes: `@bodies.takes(10_000_000)`."""

    def declare(view: View) -> View:
        view.body_bytes = size  # type: ignore[attr-defined]  # no type says what is put on a function
        return view

    return declare


def init_app(app: Flask) -> None:
    """Before anything looks at what was posted."""
    app.before_request(_raise_limit)


def limits(app: Flask) -> Callable[[str, str], int]:
    """For the gateway: how many bytes a request of this method and path may bring."""
    addresses = app.url_map.bind("")

    def limit(method: str, path: str) -> int:
        if method != "POST":
            return USUAL
        try:
            endpoint, _values = addresses.match(languages.parted(path)[1], method)
        except (HTTPException, RequestRedirect):
            return USUAL
        return _size(app.view_functions[endpoint])

    return limit


def _raise_limit() -> None:
    if request.endpoint is not None:
        size = _size(current_app.view_functions[request.endpoint])
        if size > USUAL:
            request.max_content_length = size


def _size(view: Callable[..., Any]) -> int:
    return getattr(view, "body_bytes", USUAL)
