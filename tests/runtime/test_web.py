"""Ports: one portal each, whoever comes first, and nothing to clean up after it."""

import os
import socket
import subprocess
import sys

import pytest

from portal.runtime import web

HOLD = """
import os, sys
from portal.runtime import web
if len(sys.argv) > 2:
    os.setuid(int(sys.argv[2]))
hold = web.hold_port("127.0.0.1", int(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_two_portals_that_start_at_once_cannot_have_one_port(port):
    first = web.hold_port("127.0.0.1", port)
    with pytest.raises(web.PortInUse, match=r"in use.*--port"):
        web.hold_port("127.0.0.1", port)
    with pytest.raises(web.PortInUse):
        web.hold_port("localhost", port)  # another name of the same address
    first.close()
    web.hold_port("127.0.0.1", port).close()


def test_other_ports_and_other_addresses_are_free(port):
    with web.hold_port("127.0.0.1", port), web.hold_port("127.0.0.2", port):
        pass


def test_a_portal_that_was_killed_holds_nothing(port):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "held\n"
    with pytest.raises(web.PortInUse):
        web.hold_port("127.0.0.1", port)
    child.kill()
    child.communicate()
    web.hold_port("127.0.0.1", port).close()


def test_root_and_others_see_each_other(port):
    if sys.platform != "linux" or not _is_root():
        pytest.skip("only root can become somebody else")
    with web.hold_port("127.0.0.1", port):
        done = subprocess.run(
            [sys.executable, "-c", HOLD, str(port), "65534"],
            input="",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert "PortInUse" in done.stderr


def _is_root():
    return os.geteuid() == 0
