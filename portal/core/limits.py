"""How often one network may do something. Counted in Valkey; in the process itself while Valkey is away."""

from flask import Flask
from flask_limiter import Limiter

from portal.core import network

limiter = Limiter(key_func=network.client_network, default_limits=[], headers_enabled=False, strategy="fixed-window")

ACTS = "600/minute"  # a school or a mobile operator shares one address: see docs/privacy.md
SIGN_INS = "10/minute"
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
