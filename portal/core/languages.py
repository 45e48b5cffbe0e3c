"""Languages by address: the organisation's main one at `/…`, each other at `/en/…`. Nothing is negotiated, so pages cache."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale
from werkzeug.exceptions import NotFound

from portal.core.tenancy import organisation

INTERFACE = ("fr", "en")
FALLBACK = "fr"


class LanguagePrefix:
    """WSGI layer: `/en/x` is `x` in English. Moving the prefix into SCRIPT_NAME makes every url_for keep the language."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        language, rest = parted(environ.get("PATH_INFO", ""))
        if language:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + language
            environ["PATH_INFO"] = rest
            environ["parvis.language"] = language
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer


def parted(path: str) -> tuple[str, str]:
    """The language that a path begins with, or nothing, and the path behind it."""
    head, _, rest = path.lstrip("/").partition("/")
    return (head, "/" + rest) if head in INTERFACE else ("", path)


def init_app(app: Flask) -> None:
    Babel(app, default_locale=FALLBACK, locale_selector=_locale, default_timezone="UTC", timezone_selector=_time_zone)
    app.before_request(_refuse_unknown)
    app.jinja_env.globals.update(said=said)
    app.context_processor(lambda: {"language": current()})


def current() -> str:
    """The language of the page, or of the letter being written."""
    locale = get_locale()
    return locale.language if locale else FALLBACK


def main() -> str:
    """The organisation's first language."""
    card = organisation()
    return card.languages[0] if card else FALLBACK


def said(text: Mapping[str, str] | None, language: str | None = None) -> str:
    """A text kept in several languages, in the one of the page; else in the organisation's, else in any."""
    if not text:
        return ""
    return text.get(language or current()) or text.get(main()) or next(iter(text.values()), "")


def path_in(language: str, path: str) -> str:
    """The address of the same page in another language."""
    return path if language == main() else f"/{language}{path}"


def _locale() -> Locale:
    asked = request.environ.get("parvis.language") if has_request_context() else None
    return _parsed(asked or main())


@lru_cache(maxsize=16)
def _parsed(language: str) -> Locale:
    """Babel looks on the disk each time a language is parsed; once is enough."""
    return Locale.parse(language)


def _time_zone() -> str:
    card = organisation()
    return card.time_zone if card else "Europe/Paris"


def _refuse_unknown() -> None:
    asked = request.environ.get("parvis.language")
    card = g.get("organisation")
    if asked and card and (asked not in card.languages or asked == card.languages[0]):
        raise NotFound
