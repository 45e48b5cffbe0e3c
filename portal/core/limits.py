"""How often one network may do something.

Rare acts (signing in, codes, search) are counted in Valkey for the whole installation, in the process itself while Valkey
is away. Taking part is counted by each process on its own: it guards against floods, must cost next to nothing: no
round trip (docs/decisions/0005-limits.md).
"""

import functools
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app
from flask_limiter import Limiter
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from werkzeug.exceptions import TooManyRequests

from portal.core import network

Asked = ParamSpec("Asked")
Page = TypeVar("Page")

ACTS_A_MINUTE = 600  # a school or a mobile operator shares one address
SIGN_INS = "60/minute"  # a town hall shares one address too: accounts/attempts.py counts more finely
SEARCHES = "60/minute"
CODES = "120/minute"
MINUTE = 60
KEYS_AT_MOST = 200_000  # some thirty megabytes

limiter = Limiter(
    key_func=network.client_network,
    default_limits=[],
    headers_enabled=False,
    strategy="fixed-window",
)


class Window:
    """Counts of the current minute (or so many seconds), by key; forgotten whole when it is over, or full, so that memory is
    bounded."""

    def __init__(self, seconds: int = MINUTE) -> None:
        self._seconds = seconds
        self._period = 0
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, key: str) -> int:
        """Count one more, and say how many there are."""
        period = int(time.monotonic()) // self._seconds
        with self._lock:
            if period != self._period or len(self._counts) >= KEYS_AT_MOST:
                self._period = period
                self._counts.clear()
            self._counts[key] += 1
            return self._counts[key]


def acts(view: Callable[Asked, Page]) -> Callable[Asked, Page]:
    """Declare that a view records an act of a resident. Raises TooManyRequests past the limit of its network."""

    @functools.wraps(view)
    def limited(*args: Asked.args, **kwargs: Asked.kwargs) -> Page:
        if current_app.extensions["acts"].add(network.client_network()) > ACTS_A_MINUTE:
            raise TooManyRequests
        return view(*args, **kwargs)

    return limited


def init_app(app: Flask, redis_url: str) -> None:
    app.extensions["acts"] = Window()
    app.config.update(
        RATELIMIT_STORAGE_URI=redis_url.replace("unix://", "redis+unix://", 1),
        RATELIMIT_STORAGE_OPTIONS={
            "socket_timeout": 0.3,
            "socket_connect_timeout": 0.3,
            "retry": Retry(NoBackoff(), 0),
        },
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_KEY_PREFIX="parvis",
    )
    limiter.init_app(app)
    app.before_request_funcs[None].remove(limiter._check_request_limit)  # decorated views check; the others pay nothing
    app.after_request_funcs[None].pop()  # what it appended last would add headers that we do not send


_here = FixedWindowRateLimiter(MemoryStorage())


def take(rule: str, *who: str) -> bool:
    """Use up one of what these words may do under a rule such as "10/15 minutes"; False when nothing is left.

    For limits that depend on what was sent, which a decorator cannot know.
    """
    allowed, words = parse(rule), ("parvis", *who)
    try:
        return limiter.limiter.hit(allowed, *words)
    except RedisError:
        return _here.hit(allowed, *words)
