"""Errors that help: one page each, in the language of the page asked for; problem details (RFC 9457) for programs."""

import logging
from typing import Any

import psycopg
from flask import Flask, Response, jsonify, make_response, render_template, request
from jinja2 import TemplateNotFound
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, NotFound

from portal.core.csrf import SAFE_METHODS
from portal.core.database import db
from portal.core.drain import is_transient
from portal.core.errors import Refused, Unavailable

logger = logging.getLogger(__name__)

RETRY_SECONDS = 10
FALLBACK = "errors/500.html"
UNHELD = (
    psycopg.errors.NumericValueOutOfRange,
    psycopg.errors.CharacterNotInRepertoire,
    psycopg.errors.UntranslatableCharacter,  # a NUL in a JSON document
)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(psycopg.Error, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(InvalidRequestError, _database)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Exception, _mistake)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    return _page(error.code or 500)


def _database(error: Exception) -> Response:
    """The base is away or overloaded: nothing was kept, and the page says so. Other database errors are our mistakes."""
    db.session.rollback()
    if isinstance(error, PoolTimeout) or is_transient(error) or _is_given_up(error):
        logger.warning("the database could not answer: %s", type(error).__name__)
        return _page(Unavailable.code)
    if _cannot_exist(getattr(error, "orig", error)):
        logger.warning("a request named what no row can hold: %s", type(error).__name__)
        return _page(NotFound.code if request.method in SAFE_METHODS else BadRequest.code)
    return _mistake(error)


def _is_given_up(error: Exception) -> bool:
    """What the pool raises when connection after connection was dead at once: the server is going down."""
    return isinstance(error, InvalidRequestError) and str(error) == "This connection is closed"


def _cannot_exist(error: Any) -> bool:
    """Whether a value can be in no row: a NUL in a text (refused by the driver, without a state), an id beyond every id."""
    return isinstance(error, UNHELD) or (isinstance(error, psycopg.DataError) and error.sqlstate is None)


def _refused(error: Refused) -> Response:
    return _page(409, reason=str(error))


def _mistake(error: Exception) -> Response:
    db.session.rollback()
    logger.exception("a request failed", exc_info=error, extra={"endpoint": request.endpoint})
    return _page(InternalServerError.code)


def _page(code: int, **context: Any) -> Response:
    if request.path.startswith("/api/"):
        response = jsonify(type="about:blank", status=code, title=_title(code), **context)
        response.mimetype = "application/problem+json"
    else:
        response = make_response(_html(code, **context))
    response.status_code = code
    response.headers["Cache-Control"] = "no-store"
    if code in (429, 503):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _html(code: int, **context: Any) -> str:
    try:
        return render_template(f"errors/{code}.html", code=code, **context)
    except TemplateNotFound:
        return render_template(FALLBACK, code=code, **context)


def _title(code: int) -> str:
    response = Response(status=code)
    return response.status.split(" ", 1)[-1].title()
