"""`portal up` as people run it: it starts, mends itself, stops, and leaves nothing behind. One portal for these tests, started
again on its folder where a test ended it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from portal.runtime.valkey import Valkey
from tests.support.portal_up import PATIENCE, Up, data_folder, wait_for
from tests.support.ports import free_port


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


@pytest.fixture(scope="module")
def started() -> Iterator[list[Up]]:
    """The portals of this file, the running one last; all of one folder."""
    with data_folder() as folder:
        made = [start(folder / "data")]
        yield made
        for up in made:
            up.end()
        wait_for(lambda: not processes_of(folder))


@pytest.fixture
def running(started: list[Up]) -> Up:
    if started[-1].process.poll() is not None:
        started.append(start(started[-1].data))
    return started[-1]


def start(data: Path) -> Up:
    """Ready, or ended with what is wrong in its log."""
    up = Up(data, free_port(), MAIL_URL=f"file:{data / 'mail'}", PORTAL_HTTPS="0")
    wait_for(lambda: up.is_ready() or up.process.poll() is not None)
    assert up.process.poll() is None, up.written()
    return up


def test_it_mends_what_dies_and_stops_cleanly(running: Up) -> None:
    wait_for(lambda: f"http://localhost:{running.port}/" in running.written())

    for child in ("worker-tally", "worker-mail", "clock", "web-1"):
        running.kill(child)

    os.kill(running.postmaster(), signal.SIGKILL)
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
    again = start(running.data)
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
        refused = Up(folder / "data", busy.getsockname()[1], MAIL_URL="file:")
        assert refused.process.wait(PATIENCE) == 1
    assert "is in use" in refused.written()
    assert "--port" in refused.written()


def test_production_without_a_way_to_send_letters_is_refused(folder: Path) -> None:
    command = [sys.executable, "-m", "portal", "--data", str(folder / "data"), "up", "--port", str(free_port())]
    environ = {name: value for name, value in os.environ.items() if name != "MAIL_URL"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert "MAIL_URL" in done.stderr


def test_workers_are_counted_again_by_a_valkey_that_came_back_empty(running: Up) -> None:
    with redis.Redis(unix_socket_path=str(Valkey(running.data).socket)) as client:
        client.flushall()
    assert not running.is_ready()
    wait_for(running.is_ready)
