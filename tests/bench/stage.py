"""What is measured: services of our own (or the environment's), a portal started as users start it, and the raw limits."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

import portal
from portal.runtime.postgres import Postgres
from portal.runtime.valkey import Valkey
from portal.settings import Settings
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
START_SECONDS = 60


@dataclass
class Stage:
    """Where everything answers."""

    database_url: str
    redis_url: str
    folder: Path
    port: int = 0
    bare_port: int = 0
    valkey: Valkey | None = None
    portal_pid: int = 0

    def environ(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "PORTAL_DATA_DIR": str(self.folder / "data"),
            "MAIL_URL": f"file:{self.folder / 'mail'}",
            "PORTAL_HTTPS": "0",
            "PORTAL_LOG_LEVEL": "WARNING",
            "TRUSTED_PROXIES": "127.0.0.0/8",
        }

    def app(self) -> Flask:
        """The same portal in this process, to prepare and to count."""
        return portal.create_app(Settings.from_env(self.environ()))


@contextmanager
def services() -> Iterator[Stage]:
    """PostgreSQL and Valkey as `portal up` runs them; those of DATABASE_URL and REDIS_URL where they are given."""
    folder = Path(tempfile.mkdtemp(prefix="parvis-bench-"))
    folder.chmod(0o755)
    given = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        postgres = None if given[0] else Postgres(folder)
        valkey = None if given[1] else Valkey(folder)
        for service in (postgres, valkey):
            if service is not None:
                service.start()
                stack.callback(service.stop)
        yield Stage(given[0] or postgres.url(), given[1] or valkey.url(), folder, valkey=valkey)


@contextmanager
def running(stage: Stage) -> Iterator[Stage]:
    """The portal, through its own command, and the raw limits beside it."""
    stage.port, stage.bare_port = free_port(), free_port()
    environ = os.environ | stage.environ()
    log = (stage.folder / "portal.log").open("ab")
    up = [sys.executable, "-m", "portal", "--data", str(stage.folder / "data"), "up", "--port", str(stage.port)]
    bare = [
        sys.executable,
        "-m",
        "tests.bench.bare",
        _sqlalchemy(stage.database_url),
        str(stage.bare_port),
        str(PROCESSES),
    ]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True)
        for command in ([*up, "--workers", str(PROCESSES)], bare)
    ]
    stage.portal_pid = started[0].pid
    try:
        wait_for_answer(stage.port, "/healthz")
        wait_for_answer(stage.bare_port, "/hello")
        yield stage
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            process.wait(60)
        log.close()


def _sqlalchemy(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def wait_for_answer(port: int, path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", path)
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port} at {path}")
