"""Public pages travel compressed. Only those: a page that holds somebody's secret and echoes what was sent must not be
compressed, or its size would tell (BREACH). Each body is compressed once, however often it is asked for.
"""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

TYPES = ("text/html", "application/json", "application/geo+json", "application/atom+xml", "image/svg+xml", "text/css")
SMALLEST, LARGEST = 860, 1_000_000
LEVEL = 9  # each body once: a few milliseconds for the tables of a long results page

StartResponse = Callable[..., Any]


class Compression:
    """The WSGI layer in front of the pages; files under /static/ have their compressed twins already."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer
        told: list[Any] = []

        def remember(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
            told[:] = [status, headers, *rest]
            return lambda _: None

        body: Iterable[bytes] = self._app(environ, remember)
        status, headers, *rest = told
        is_whole = environ.get("REQUEST_METHOD") == "GET" and status.startswith("200")
        if not is_whole or not _is_worth_it({name.lower(): value for name, value in headers}):
            start_response(status, headers, *rest)
            return body
        small = _compressed(b"".join(body))
        if hasattr(body, "close"):
            body.close()
        start_response(status, _described(headers, len(small)), *rest)
        return [small]


def _is_worth_it(headers: dict[str, str]) -> bool:
    """A whole, public, textual answer that is not small."""
    if "content-encoding" in headers or "public" not in headers.get("cache-control", ""):
        return False
    length = headers.get("content-length", "0")
    return length.isdigit() and SMALLEST <= int(length) <= LARGEST and headers.get("content-type", "").startswith(TYPES)


def _described(headers: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "vary")]
    vary = [value for name, value in headers if name.lower() == "vary"]
    return [
        *kept,
        ("Content-Length", str(length)),
        ("Content-Encoding", "gzip"),
        ("Vary", ", ".join([*vary, "Accept-Encoding"])),
    ]


@lru_cache(maxsize=256)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=LEVEL, mtime=0)
