"""The embedded services of a data folder: who runs them, and who only uses them for a moment.

Whoever holds `running.lock` runs them. A command takes it when nobody does, and keeps the services up until the other
commands that came meanwhile are done; else it uses what runs already.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.runtime.failure import ServiceFailure
from portal.runtime.postgres import Postgres
from portal.runtime.valkey import Valkey

logger = logging.getLogger(__name__)

PATIENCE = 60.0
LEAVING_PATIENCE = 30.0


class Embedded:
    """PostgreSQL and Valkey of one data folder, each only where the environment names no other."""

    def __init__(self, data: Path, environ: Mapping[str, str]) -> None:
        self.data = data
        self._services: dict[str, Postgres | Valkey] = {}
        if not environ.get("DATABASE_URL"):
            self._services["DATABASE_URL"] = Postgres(data)
        if not environ.get("REDIS_URL"):
            self._services["REDIS_URL"] = Valkey(data)

    def urls(self) -> dict[str, str]:
        """What the environment lacks for the portal to find them."""
        return {name: service.url() for name, service in self._services.items()}

    def start(self) -> None:
        for service in self._services.values():
            service.start()
            logger.info("service started", extra={"service": service.name})

    def stop(self) -> None:
        for service in reversed(self._services.values()):
            service.stop()

    def dead(self) -> list[Postgres | Valkey]:
        """Those that stopped without being asked."""
        return [service for service in self._services.values() if not service.is_alive()]

    def answer(self) -> bool:
        return all(service.answers() for service in self._services.values())


def own(data: Path, *, patience: float = LEAVING_PATIENCE) -> int:
    """Take the folder for this process until it ends. ServiceFailure when another portal keeps it."""
    deadline = time.monotonic() + patience
    while (lock := _try_own(data)) is None:
        if time.monotonic() > deadline:
            raise ServiceFailure(
                f"another portal (process {_owner(data)}) runs on {data}: stop it, or use another --data"
            )
        time.sleep(0.1)
    return lock


@contextmanager
def at_hand(data: Path, environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The addresses of running services, started for the time of the block if nobody runs them."""
    embedded = Embedded(data, environ)
    if not embedded.urls():
        yield {}
        return
    guest = _guest_lock(data)
    fcntl.flock(guest, fcntl.LOCK_SH)
    lock = _own_or_wait(embedded)
    try:
        if lock is not None:
            embedded.start()
        yield embedded.urls()
    finally:
        fcntl.flock(guest, fcntl.LOCK_UN)
        if lock is not None:
            _wait_for_guests(guest)
            embedded.stop()
            os.close(lock)
        os.close(guest)


def _own_or_wait(embedded: Embedded) -> int | None:
    """The lock when nobody runs the services; None once somebody else's answer."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if (lock := _try_own(embedded.data)) is not None:
            return lock
        if embedded.answer():
            return None
        if time.monotonic() > deadline:
            raise ServiceFailure(f"the services of {embedded.data} (process {_owner(embedded.data)}) do not answer")
        time.sleep(0.1)


def _try_own(data: Path) -> int | None:
    data.mkdir(parents=True, exist_ok=True)
    lock = os.open(data / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    return lock


def _owner(data: Path) -> str:
    return (data / "running.lock").read_text() or "unknown"


def _guest_lock(data: Path) -> int:
    data.mkdir(parents=True, exist_ok=True)
    return os.open(data / "guests.lock", os.O_RDWR | os.O_CREAT, 0o600)


def _wait_for_guests(guest: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            fcntl.flock(guest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return
