"""A whole portal as people run it, in a folder of the test's own, with its processes at hand to be hurt."""

import http.client
import ipaddress
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

HOST = "town.test"
PATIENCE = 60.0


def wait_for(condition: Callable[[], object], *, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder that the server's user can reach: pytest's own are closed to everybody else."""
    made = Path(tempfile.mkdtemp(prefix="parvis-data-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


class Up:
    """One `portal up --no-demo` over a data folder, with what it wrote."""

    def __init__(self, data: Path, port: int, **environ: str) -> None:
        self.data, self.port, self.log = data, port, data.parent / f"{data.name}.log"
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        command = [sys.executable, "-m", "portal", "--data", str(data), "up", "--port", str(port)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=kept | environ)

    def written(self) -> str:
        return self.log.read_text()

    def tail(self, lines: int = 200) -> str:
        """The end of what it wrote, for a test that failed."""
        return "\n".join(self.written().splitlines()[-lines:])

    def events(self, event: str) -> list[dict[str, Any]]:
        lines = (line for line in self.written().splitlines() if line.startswith("{"))
        return [entry for entry in map(json.loads, lines) if entry.get("event") == event]

    def pid_of(self, child: str) -> int:
        return [entry["child_pid"] for entry in self.events("child started") if entry["child"] == child][-1]

    def kill(self, child: str) -> None:
        """Kill a child, and wait until another has taken its place."""
        before = self.pid_of(child)
        os.kill(before, signal.SIGKILL)
        wait_for(lambda: self.pid_of(child) != before)

    def postmaster(self) -> int:
        """The number of PostgreSQL's first process; 0 in the moment when there is none."""
        try:
            return int((self.data / "postgres-18" / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return 0

    def ready(self) -> dict[str, Any]:
        """What /readyz says; nothing while nobody answers."""
        try:
            status, _, body = ask(self.port, "GET", "/readyz")
        except OSError:
            return {}
        return json.loads(body) if status in (200, 503) else {}

    def is_ready(self) -> bool:
        state = self.ready()
        return bool(state.get("database") and state.get("workers") and all(state["workers"].values()))

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self.process.wait()


def logs_among(fixtures: Mapping[str, Any]) -> list[str]:
    """How the logs end of the portals that a test holds, itself or in what it calls its town."""
    held = (getattr(fixture, "up", fixture) for fixture in fixtures.values())
    return [up.tail() for up in held if isinstance(up, Up)]


def somebody() -> str:
    """An address of its own for each request, as a proxy would tell: all of them are one network's flood otherwise."""
    return str(ipaddress.IPv4Address(0x0A000000 | secrets.randbits(24)))


def ask(port: int, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, bytes]:
    """One request on a connection of its own: status, Location, body. Raises OSError when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=25)
    try:
        headers = {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": somebody()}
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = connection.getresponse()
        return response.status, response.headers.get("Location", ""), response.read()
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


@dataclass
class Load:
    """People who answer a survey until told to stop; each sends the same form again until it is answered for good.

    `thanked`: form id → the personal link that the person was shown. `refused`: form id → status that told them so.
    """

    port: int
    slug: str
    people: int = 6
    pause: float = 0.02
    fields: Callable[[int], dict[str, str]] = lambda _number: {}
    thanked: dict[str, str] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    _over: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    def __enter__(self) -> "Load":
        self._threads = [Thread(target=self._person, args=(number,)) for number in range(self.people)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _person(self, number: int) -> None:
        while not self._over.wait(self.pause):
            form = {"q1": "ab"[number % 2], "page": "2", "go": "send", "submission": str(uuid.uuid4())}
            self._send_until_answered(form | self.fields(number))

    def _send_until_answered(self, form: dict[str, str]) -> None:
        for _ in range(300):
            try:
                status, location, _ = ask(self.port, "POST", f"/surveys/{self.slug}/answer", form)
            except OSError as error:
                self.troubles.append(type(error).__name__)
                time.sleep(0.1)
                continue
            if status == 303:
                self.thanked[form["submission"]] = location
                return
            if status < 500:
                self.refused[form["submission"]] = status
                return
            self.troubles.append(str(status))
            time.sleep(0.1)
