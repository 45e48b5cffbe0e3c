"""Anonymous public pages, kept for a second: in this process, then in Valkey, with one renderer at a time.

In front of Flask. A request with any cookie, another method or an unlisted query goes through untouched. A page never
lives past the moment its view named (`Parvis-Until`, an activity's opening or closing), nor longer than its `max-age`.
"""

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

LIFE_SECONDS = 1.0
ENTRIES = 2_000
BODY_BYTES = 512_000
PASS_SECONDS = 5.0
ANSWER_SECONDS = 0.25  # a reader waits no longer for Valkey: rendering takes less
AWAY_SECONDS = 2.0  # how long a Valkey that did not answer is left alone
QUERY_BYTES = 500
EMPTY = ("204", "286")
QUERY = frozenset({"after", "kind", "page", "q", "since", "state", "theme", "zone"})
UNTIL = "Parvis-Until"

StartResponse = Callable[..., Any]


def valkey(redis_url: str) -> redis.Redis:
    """A client that gives up at once: what it does not say is rendered."""
    return redis.Redis.from_url(
        redis_url,
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A rendered answer, and the instant (Unix seconds) from which it is stale."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    until: float


class MicroCache:
    """The WSGI layer. `release` keeps an old release's pages from surviving an upgrade."""

    def __init__(self, app: Any, valkey: redis.Redis, release: str) -> None:
        self._app = app
        self._valkey = valkey
        self._release = release
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._passed: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._away_until = 0.0
        self._guard = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        key = _key(environ)
        if key is None or self._passed.get(key, 0.0) > time.time():
            return self._through(environ, start_response)
        entry = self._fresh(key)
        if entry is None:
            return self._renew(key, environ, start_response)
        return _answer(entry, environ, start_response)

    def _through(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer

    def _fresh(self, key: str) -> Entry | None:
        entry = self._entries.get(key)
        return entry if entry is not None and entry.until > time.time() else None

    def _renew(self, key: str, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """One thread renders while the others wait for it; what may not be shared is not waited for a second time."""
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            entry = self._fresh(key) or self._shared(key)
            if entry is None and self._passed.get(key, 0.0) <= time.time():
                caught, chunks = self._call(environ)
                if not _is_shareable(*caught):
                    self._pass(key)
                    start_response(*caught)
                    return chunks
                entry = _entry(*caught, chunks)
                self._share(key, entry)
            if entry is not None:
                self._keep(key, entry)
        if entry is None:
            return self._through(environ, start_response)
        return _answer(entry, environ, start_response)

    def _call(self, environ: dict[str, Any]) -> tuple[tuple[str, list[tuple[str, str]]], Iterable[bytes]]:
        caught: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Callable[[bytes], object]:
            caught.append((status, headers))
            return lambda _data: None

        chunks: Iterable[bytes] = self._app(environ, start)
        return caught[-1], chunks

    def _pass(self, key: str) -> None:
        with self._guard:
            self._locks.pop(key, None)
            if len(self._passed) > ENTRIES:
                self._passed.clear()
            self._passed[key] = time.time() + PASS_SECONDS

    def _keep(self, key: str, entry: Entry) -> None:
        with self._guard:
            self._locks.pop(key, None)
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > ENTRIES:
                self._entries.popitem(last=False)

    def _shared(self, key: str) -> Entry | None:
        """What another process rendered less than a second ago."""
        packed = self._ask(lambda: self._valkey.get(self._name(key)))
        return _unpack(packed) if isinstance(packed, bytes) else None

    def _share(self, key: str, entry: Entry) -> None:
        milliseconds = int((entry.until - time.time()) * 1000)
        if milliseconds > 0:
            self._ask(lambda: self._valkey.set(self._name(key), _pack(entry), px=milliseconds))

    def _ask(self, question: Callable[[], Any]) -> Any:
        """What Valkey says; nothing while it is away, and then nobody waits for it again at once."""
        if self._away_until > time.monotonic():
            return None
        try:
            return question()
        except redis.RedisError:
            self._away_until = time.monotonic() + AWAY_SECONDS
            return None

    def _name(self, key: str) -> str:
        return f"parvis:page:{self._release}:{hashlib.sha256(key.encode()).hexdigest()}"


def _key(environ: dict[str, Any]) -> str | None:
    """What tells two pages apart; None for a request that is nobody else's business."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ:
        return None
    query = environ.get("QUERY_STRING", "")
    if len(query) > QUERY_BYTES:
        return None
    pairs = parse_qsl(query, keep_blank_values=True) if query else []
    if any(name not in QUERY for name, _ in pairs):
        return None
    is_whole = "HTTP_HX_BOOSTED" in environ or "HTTP_HX_HISTORY_RESTORE_REQUEST" in environ
    variant = "part" if "HTTP_HX_REQUEST" in environ and not is_whole else "whole"
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return "\n".join((environ.get("HTTP_HOST", ""), path, urlencode(sorted(pairs)), variant))


def is_for_everybody(environ: dict[str, Any]) -> bool:
    """Whether the answer to this request may be shared, if its view says so."""
    return _key(environ) is not None


def _is_shareable(status: str, headers: list[tuple[str, str]]) -> bool:
    named = {name.lower(): value for name, value in headers}
    is_public = "public" in named.get("cache-control", "") and "set-cookie" not in named
    is_short = int(named.get("content-length", BODY_BYTES + 1)) <= BODY_BYTES or status[:3] in EMPTY
    return is_public and is_short and (status.startswith("200") or status[:3] in EMPTY)


def _entry(status: str, headers: list[tuple[str, str]], chunks: Iterable[bytes]) -> Entry:
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    named = {name.lower(): value for name, value in headers}
    kept = tuple((name, value) for name, value in headers if name.lower() not in (UNTIL.lower(), "etag"))
    etag = named.get("etag") or f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    until = min(time.time() + LIFE_SECONDS, float(named.get(UNTIL.lower(), "inf")))
    return Entry(status, kept, body, etag, until)


def _answer(entry: Entry, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    has_body = entry.status.startswith("200")
    if has_body and environ.get("HTTP_IF_NONE_MATCH") == entry.etag:
        kept = [
            (name, value) for name, value in entry.headers if name.lower() not in ("content-length", "content-type")
        ]
        start_response("304 NOT MODIFIED", [*kept, ("ETag", entry.etag)])
        return (b"",)
    headers = list(entry.headers)
    if has_body:
        headers.append(("ETag", entry.etag))
    start_response(entry.status, headers)
    return (entry.body,)


def _pack(entry: Entry) -> bytes:
    head = json.dumps([entry.status, entry.headers, entry.etag, entry.until])
    return head.encode() + b"\n" + entry.body


def _unpack(packed: bytes) -> Entry:
    head, _, body = packed.partition(b"\n")
    status, headers, etag, until = json.loads(head)
    return Entry(status, tuple((name, value) for name, value in headers), body, etag, until)
