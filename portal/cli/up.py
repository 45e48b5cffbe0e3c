"""`portal up`: the whole portal in the foreground."""

import http.client
import logging
import os
from collections.abc import Callable
from functools import partial

import click
import flask_migrate
from flask import Flask

from portal import create_app
from portal.cli.clock import tick
from portal.cli.common import Common, refusing
from portal.cli.worker import work
from portal.core import bodies, logs
from portal.core.database import db
from portal.demo import load
from portal.demo.signing_in import kept
from portal.organisations import queries as organisations
from portal.runtime import services, web
from portal.runtime.gateway import Gateway
from portal.runtime.services import Embedded
from portal.runtime.supervisor import Child, Supervisor
from portal.settings import Settings

logger = logging.getLogger(__name__)

THREADS = 4  # per web process; more only wait for each other, see docs/decisions
UNKNOWN = "postgresql://not-started-yet"


@click.command
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--demo/--no-demo", default=False, help="The demonstration town, its mailbox and its sign-ins.")
@click.pass_obj
def up(common: Common, host: str, port: int, workers: int, demo: bool) -> None:
    """Run services, web and workers until SIGTERM or Ctrl-C."""
    environ = common.environ(**(_demonstration(port) if demo else {}))
    logs.configure(environ.get("PORTAL_LOG_LEVEL", "INFO").upper())
    with refusing():
        embedded = Embedded(common.data, environ)
        Settings.from_env(dict.fromkeys(embedded.urls(), UNKNOWN) | environ)
        port_hold = web.hold_port(host, port)
        lock = services.own(common.data)
        supervisor = Supervisor(embedded)
        supervisor.listen()
        try:
            embedded.start()
            app = create_app(Settings.from_env(environ | embedded.urls()))
            supervisor.do("migrating the database", partial(_migrate, app))
            if demo:
                supervisor.do("loading the demonstration", partial(_load_demonstration, app))
            supervisor.run(_children(app, host, port, workers), partial(_announce, common, host, port, demo=demo))
        finally:
            supervisor.stop()
            os.close(lock)
            port_hold.close()


def _demonstration(port: int) -> dict[str, str]:
    return {"PORTAL_DEMO": "1", "PORTAL_PUBLIC_PORT": str(port)}


def _children(app: Flask, host: str, port: int, workers: int) -> list[Child]:
    """One queue alone for the tally, one for letters: neither ever waits behind bulk work."""
    serve = partial(_serve, app, host, port)
    return [
        *(Child(f"web-{number}", serve) for number in range(1, workers + 1)),
        Child("worker-tally", partial(_behind, 2, partial(work, app, ("tally",)))),
        Child("worker-mail", partial(_behind, 10, partial(work, app, ("mail",)))),
        Child("worker-general", partial(_behind, 10, partial(work, app, ("default", "bulk")))),
        Child("clock", partial(_behind, 5, partial(tick, app))),
    ]


def _behind(steps: int, run: Callable[[], None]) -> None:
    """Run with less claim to the processor than the pages, which people wait for."""
    os.nice(steps)
    run()


def _serve(app: Flask, host: str, port: int) -> None:
    gateway = Gateway(app.wsgi_app, threads=THREADS, body_limit=bodies.USUAL, large=bodies.limits(app))
    web.serve(gateway, host, port)


def _migrate(app: Flask) -> None:
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def _load_demonstration(app: Flask) -> None:
    with app.app_context():
        is_empty = not organisations.all_organisations()
        db.session.remove()
    if is_empty:
        load(app)


def _announce(common: Common, host: str, port: int, *, demo: bool) -> bool:
    """Print the addresses, and the demonstration's sign-ins, once a web process answers."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        if connection.getresponse().status != http.HTTPStatus.OK:
            return False
    except OSError:
        return False
    finally:
        connection.close()
    click.echo(f"\n  http://localhost:{port}/")
    if demo:
        click.echo(f"  http://opposition.localhost:{port}/")
        for sign_in in kept(common.data):
            click.echo(f"    {sign_in.host:<24} {sign_in.role:<24} {sign_in.email:<44} {sign_in.password}")
    click.echo("  Ctrl-C stops everything.\n")
    return True
