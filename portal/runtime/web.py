"""One web process: granian in this process, the application behind the gateway, a stop that lets requests end."""

import asyncio
import os
import signal
import socket
import sys
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from portal.runtime.gateway import Gateway

HEADER_MILLISECONDS = 15_000
GRACE_SECONDS = 8.0


class PortInUse(RuntimeError):
    """Somebody else listens there; the message says what to do."""


def hold_port(host: str, port: int) -> socket.socket:
    """Refuse a port that is taken, also by a portal that does not listen yet; what is given back keeps it for this one.

    granian shares ports between processes, so it would share one with a stranger. Listening is seen by trying to bind.
    For the time before, there is a name in the kernel: it belongs to the network namespace, as ports do, and is gone with
    the last process of the portal, however that ended.
    """
    taken = f"port {port} of {host} is in use: stop what uses it, or choose another with --port"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise PortInUse(f"port {port} needs privileges: choose one above 1023 with --port") from error
        except OSError as error:
            raise PortInUse(taken) from error
        address = probe.getsockname()[0]
    hold = socket.socket(socket.AF_UNIX)
    if sys.platform == "linux":
        try:
            hold.bind(f"\0parvis {address} {port}")
        except OSError as error:
            hold.close()
            raise PortInUse(taken) from error
    return hold


def serve(gateway: Gateway, host: str, port: int) -> None:
    """Answer requests until SIGTERM; then finish those begun, within a bound."""
    asyncio.run(_serve(gateway, host, port))


async def _serve(gateway: Any, host: str, port: int) -> None:
    server = Server(
        gateway,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        websockets=False,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, _stop, loop, server)
    await server.serve()
    os._exit(0)  # all is answered; how the loop and its threads are taken down must not decide how this process ended


def _stop(loop: asyncio.AbstractEventLoop, server: Any) -> None:
    loop.call_later(GRACE_SECONDS, os._exit, 0)
    server.stop()
