"""How often one network may do something. Counted in Valkey; in the process itself while Valkey is away."""

from flask import Flask
from flask_limiter import Limiter
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from redis import RedisError

from portal.core import network

limiter = Limiter(key_func=network.client_network, default_limits=[], headers_enabled=False, strategy="fixed-window")

ACTS = "600/minute"  # a school or a mobile operator shares one address: see docs/privacy.md
SIGN_INS = "60/minute"  # a town hall shares one address too: accounts/attempts.py counts more finely
SEARCHES = "60/minute"
CODES = "120/minute"


def init_app(app: Flask, redis_url: str) -> None:
    storage = redis_url.replace("unix://", "redis+unix://", 1)
    app.config.update(
        RATELIMIT_STORAGE_URI=storage,
        RATELIMIT_STORAGE_OPTIONS={"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_KEY_PREFIX="parvis",
    )
    limiter.init_app(app)


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
