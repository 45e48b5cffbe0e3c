"""`portal up` as people run it: it starts, mends itself, stops, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from portal.runtime.valkey import Valkey

PATIENCE = 90.0


class Up:
    """One `portal up` over a data folder, with what it wrote."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port, self.log = data, port, data.parent / f"{data.name}.log"
        environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        command = [sys.executable, "-m", "portal", "--data", str(data), "up", "--port", str(port), "--demo"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environ)

    def written(self) -> str:
        return self.log.read_text()

    def events(self, event: str) -> list[dict[str, Any]]:
        lines = (line for line in self.written().splitlines() if line.startswith("{"))
        return [entry for entry in map(json.loads, lines) if entry.get("event") == event]

    def pid_of(self, child: str) -> int:
        return [entry["child_pid"] for entry in self.events("child started") if entry["child"] == child][-1]

    def readyz(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as response:
            return json.loads(response.read())

    def is_ready(self) -> bool:
        try:
            state = self.readyz()
        except (urllib.error.URLError, OSError):
            return False
        return state["database"] and all(state["workers"].values())


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def processes_of(data: Path) -> list[str]:
    """Commands that still run on this folder."""
    found = []
    for cmdline in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = cmdline.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(data) in command:
            found.append(command)
    return found


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def running(folder: Path, free_port: int) -> Iterator[Up]:
    made = Up(folder / "data", free_port)
    wait_for(lambda: made.is_ready() or made.process.poll() is not None)
    yield made
    made.process.kill()
    made.process.wait()
    wait_for(lambda: not processes_of(made.data))


def test_it_mends_what_dies_and_stops_cleanly(running: Up) -> None:
    wait_for(lambda: f"http://localhost:{running.port}/" in running.written())

    for child in ("worker-tally", "worker-mail", "clock", "web-1"):
        before = running.pid_of(child)
        os.kill(before, signal.SIGKILL)
        wait_for(lambda child=child, before=before: running.pid_of(child) != before)

    postmaster = int((running.data / "postgres-18" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_for(lambda: running.events("service ended, starting it again"))
    wait_for(running.is_ready)

    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(40) == 0
    assert not running.events("child killed, it did not stop in time")
    assert not processes_of(running.data)


def test_nothing_survives_a_killed_supervisor_and_it_starts_again(running: Up) -> None:
    running.process.kill()
    running.process.wait()
    wait_for(lambda: not processes_of(running.data))
    again = Up(running.data, running.port)
    wait_for(again.is_ready)
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(40) == 0


def test_a_command_uses_the_services_that_run(running: Up) -> None:
    command = [sys.executable, "-m", "portal", "--data", str(running.data), "--json", "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (0, True), report
    assert {"database", "migrations", "events", "letters", "queue tally", "disk"} <= {
        check["subject"] for check in report["checks"]
    }
    assert running.is_ready()


def test_a_port_in_use_is_refused_and_says_so(folder: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        refused = Up(folder / "data", busy.getsockname()[1])
        assert refused.process.wait(PATIENCE) == 1
    assert "is in use" in refused.written()
    assert "--port" in refused.written()


def test_production_without_a_way_to_send_letters_is_refused(folder: Path, free_port: int) -> None:
    command = [sys.executable, "-m", "portal", "--data", str(folder / "data"), "up", "--port", str(free_port)]
    environ = {name: value for name, value in os.environ.items() if name != "MAIL_URL"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert "MAIL_URL" in done.stderr


def test_workers_are_counted_again_by_a_valkey_that_came_back_empty(running: Up) -> None:
    with redis.Redis(unix_socket_path=str(Valkey(running.data).socket)) as client:
        client.flushall()
    assert not running.is_ready()
    wait_for(running.is_ready)
