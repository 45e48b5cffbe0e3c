"""Parvis, a citizen participation portal. `create_app` reads from top to bottom what a portal is made of."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from htmx_flask import Htmx

from portal import wiring
from portal.core import (
    bodies,
    compression,
    csrf,
    dress,
    error_pages,
    headers,
    health,
    jobs,
    languages,
    limits,
    logs,
    microcache,
    network,
    postman,
    replica,
    sessions,
    statics,
)
from portal.core.connections import drop_dead_connections, keep_prepared_statements
from portal.core.database import db, engine_options, single_statements
from portal.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
RELEASE = "0.1.0"


class Portal(Flask):
    """Flask, told once that no view of ours is asynchronous: it would look at each function of each request."""

    def ensure_sync(self, func: Any) -> Any:
        return func


def create_app(settings: Settings) -> Flask:
    """A portal over these settings. Raises when a view declares no access or the settings cannot work."""
    logs.configure(settings.log_level)
    app = Portal(__name__, static_folder=None)
    app.config.from_mapping(_config(settings))
    app.extensions["settings"] = settings
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            drop_dead_connections(engine)
            keep_prepared_statements(engine)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    Htmx(app)
    jobs.init_app(app, settings.redis_url)
    postman.init_app(app, settings.mail_url or "", settings.mail_from)
    bodies.init_app(app)
    wiring.enter_organisations(app)
    languages.init_app(app)
    csrf.init_app(app)
    limits.init_app(app, settings.redis_url)
    sessions.init_app(app)
    wiring.sign_people_in(app)
    headers.init_app(app, is_secure=settings.is_secure)
    dress.init_app(app)
    statics.init_app(app)
    error_pages.init_app(app)
    health.init_app(app)
    wiring.connect(app)
    app.wsgi_app = _layers(app, settings)  # type: ignore[method-assign]  # as Flask wants layers to be put
    return app


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(),
        "SQLALCHEMY_BINDS": single_statements(settings.database_url) | replica.binds(settings.database_replica_url),
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "MAX_CONTENT_LENGTH": bodies.USUAL,
        "MAX_FORM_MEMORY_SIZE": bodies.USUAL,
        "MAX_FORM_PARTS": 2_000,
        "RELEASE": RELEASE,
        "IS_DEMONSTRATION": settings.is_demonstration,
        "PUBLIC_PORT": settings.public_port,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
    }


def _layers(app: Flask, settings: Settings) -> Any:
    """What stands in front of Flask, outermost last: prefix, shared pages, compression, true addresses, files."""
    wsgi: Any = languages.LanguagePrefix(app.wsgi_app)
    wsgi = microcache.MicroCache(wsgi, microcache.valkey(settings.redis_url), RELEASE)
    wsgi = compression.Compression(wsgi)
    wsgi = network.TrustedProxies(wsgi, settings.trusted_proxies)
    return statics.wrap(wsgi)
