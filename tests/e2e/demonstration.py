"""The demonstration as people start it: `portal up --demo`, on a port and in a data folder of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from portal.demo import signing_in
from portal.runtime.services import Embedded
from tests.support.ports import free_port

PATIENCE = 120.0
TOWN, OPPOSITION = "localhost", "opposition.localhost"


class Demonstration:
    """A running portal: its addresses, its sign-ins, its base."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.log = folder / "up.log"
        environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        command = [sys.executable, "-m", "portal", "--data", str(folder / "data"), "up", "--port", str(port), "--demo"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environ)

    def url(self, path: str = "/", host: str = TOWN) -> str:
        return f"http://{host}:{self.port}{path}"

    def sign_in_of(self, role: str, host: str = TOWN) -> signing_in.SignIn:
        """Who has this role there, with the password."""
        found = signing_in.kept(self.folder / "data")
        return next(each for each in found if each.role == role and each.host == host)

    def one(self, statement: str, **values: Any) -> Any:
        """The first column of the first row of a question to the base."""
        address = make_url(Embedded(self.folder / "data", {}).urls()["DATABASE_URL"])
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as connection:
            row = connection.execute(statement, values).fetchone()
        assert row is not None, statement
        return row[0]

    def wait_until_ready(self) -> None:
        """Until a web process answers; raises with what the portal wrote when it does not."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the demonstration did not start\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask it to stop, and insist after a while."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url("/readyz"), timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def started() -> Iterator[Demonstration]:
    """A demonstration for the time of the block; its folder goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="parvis-e2e-"))
    folder.chmod(0o755)  # the database server runs as another user than root
    running = Demonstration(folder, free_port())
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)
