"""Real services for every test: one pair per run, one database per worker, one savepoint per test."""

import importlib
import secrets
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import redis
from flask import Flask
from playwright import sync_api as playwright

import portal
from portal.core import limits, tenancy
from portal.organisations.models import Organisation
from portal.runtime import compression, frontend, stylesheet
from portal.settings import Settings
from tests.support import cast, portal_up
from tests.support import services as test_services
from tests.support.browser import Browser
from tests.support.chromium import SKIPPED, find_chromium, find_or_skip_chromium
from tests.support.services import Services
from tests.support.together import Together

SERVICES = pytest.StashKey[Services]()
STOPPING = pytest.StashKey[Any]()


def pytest_configure(config: pytest.Config) -> None:
    """The controller, or the only process, starts the services; xdist's workers are told where they are."""
    if hasattr(config, "workerinput"):
        config.stash[SERVICES] = Services(**config.workerinput["services"])
        return
    if config.option.collectonly:
        return
    if stylesheet.is_stale(frontend.STATIC):  # pages under test wear the sheets of this tree
        stylesheet.build(frontend.STATIC)
        compression.compress(frontend.STATIC)
    running = test_services.running_services(secrets.token_hex(4))
    config.stash[SERVICES] = running.__enter__()
    config.stash[STOPPING] = running


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["services"] = vars(node.config.stash[SERVICES])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what we started; the very last line tells when browser tests could not run."""
    if running := config.stash.get(STOPPING, None):
        running.__exit__(None, None, None)
        if find_chromium() is None:
            print(SKIPPED)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a whole portal ran, a failure shows what it said."""
    report = yield
    if report.failed:
        report.sections += [("the portal's log", log) for log in portal_up.logs_among(getattr(item, "funcargs", {}))]
    return report


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """gw0, gw1… under xdist, else `alone`."""
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser program; the test is skipped where there is none."""
    return find_or_skip_chromium()


@pytest.fixture(scope="session")
def chromium_open(chromium: str) -> Iterator[playwright.Browser]:
    """A running Chromium, one per process: Playwright knows no second one beside it."""
    with playwright.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def services(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The services of this run, with the template database migrated."""
    found = request.config.stash[SERVICES]
    data = tmp_path_factory.mktemp("migration")
    test_services.make_template(found, lambda url: _migrate(_settings(url, found.valkey("alone"), data)))
    return found


@pytest.fixture(scope="session")
def settings(services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """What a small production looks like, letters kept as files."""
    url = test_services.copy_template(services, worker)
    return _settings(url, services.valkey(worker), tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The portal of this worker."""
    made = _create_app(settings)
    yield made
    _disconnect(made)


@pytest.fixture
def valkey(services: Services, worker: str) -> Iterator[redis.Redis]:
    """This worker's Valkey number, empty."""
    with redis.Redis.from_url(services.valkey(worker)) as client:
        test_services.empty(client)
        yield client


@pytest.fixture
def database(app: Flask, valkey: redis.Redis) -> Iterator[Any]:
    """Flask-SQLAlchemy's `db` inside one outer transaction that is rolled back: the test may commit as it likes.

    Flask-SQLAlchemy asks its own table for the engine of each mapper, so the connection takes the engine's place there.
    Acts counted against floods are forgotten too: all tests come from one network.
    """
    app.extensions["acts"] = limits.Window()
    db = importlib.import_module("portal.core.database").db
    with app.app_context():
        engines = db._app_engines[app]
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection
            db.session.remove()
            db.session.configure(join_transaction_mode="create_savepoint")
            try:
                yield db
            finally:
                db.session.remove()
                db.session.configure(join_transaction_mode="conditional_savepoint")
                engines[None] = engine
                outer.rollback()


@pytest.fixture
def committed_settings(services: Services, worker: str, valkey: redis.Redis, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a database of the test's own, for real commits: concurrency, faults, child processes."""
    suffix = f"{worker}_{secrets.token_hex(4)}"
    yield _settings(test_services.copy_template(services, suffix), services.valkey(worker), tmp_path)
    test_services.drop_databases(services, suffix)


@pytest.fixture
def committed_app(committed_settings: Settings) -> Iterator[Flask]:
    """A portal of the test's own over that database."""
    made = _create_app(committed_settings)
    yield made
    _disconnect(made)


@pytest.fixture
def committed_database(committed_app: Flask) -> Iterator[Any]:
    """Flask-SQLAlchemy's `db` with real commits, in a context of `committed_app`."""
    db = importlib.import_module("portal.core.database").db
    with committed_app.app_context():
        yield db
        db.session.remove()


def _settings(database_url: str, redis_url: str, data_dir: Path) -> Settings:
    environment = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PORTAL_DATA_DIR": str(data_dir),
        "MAIL_URL": f"file:{data_dir / 'mail'}",
        "PORTAL_HTTPS": "0",
    }
    return Settings.from_env(environment)


def _create_app(settings: Settings) -> Flask:
    app = portal.create_app(settings)
    app.testing = True
    return app


def _migrate(settings: Settings) -> None:
    app = _create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
    _disconnect(app)


def _disconnect(app: Flask) -> None:
    db = importlib.import_module("portal.core.database").db
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def town(database: Any) -> Iterator[Organisation]:
    """The organisation at work in most tests; see tests/support/cast.py."""
    row = cast.organisation()
    with tenancy.use_organisation(row.id):
        yield row


@pytest.fixture
def browser(app: Flask, town: Organisation) -> Browser:
    """A browser on the town's pages."""
    return Browser(app, town.host)


@pytest.fixture
def desk(browser: Browser) -> Browser:
    """The town's back office, as alice sees it, who may do everything."""
    browser.sign_in(cast.staff())
    return browser
