"""Keeps services and worker processes running, and stops them all within a bound.

The portal is built once, in the supervisor; each child is a fork of it, so that ten processes share most of their memory
and a restart takes a moment. The supervisor itself opens no connection and starts no thread.
"""

import gc
import logging
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.runtime.failure import ServiceFailure
from portal.runtime.processes import die_with_parent
from portal.runtime.services import Embedded

logger = logging.getLogger(__name__)

STABLE_SECONDS = 10.0
LONGEST_WAIT = 10.0
STOP_PATIENCE = 12.0
PAUSE = 0.2


@dataclass
class Child:
    """A process that must always run; `run` is its whole life."""

    name: str
    run: Callable[[], None]
    pid: int | None = None
    failures: int = 0
    started_at: float = 0.0
    next_at: float = 0.0


class Supervisor:
    """Owns the embedded services and the children until `run` returns."""

    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        self._children: list[Child] = []
        self._stopping = False
        self._service_failures = 0
        self._service_next_at = 0.0

    def listen(self) -> None:
        """From here on SIGTERM and SIGINT ask for a clean stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)

    def do(self, name: str, work: Callable[[], None]) -> None:
        """One piece of work in a process of its own, before the rest starts. ServiceFailure when it fails."""
        pid = _fork(work)
        _, status = os.waitpid(pid, 0)
        if status != 0:
            raise ServiceFailure(f"{name} failed, see above")

    def run(self, children: Sequence[Child], announce: Callable[[], bool]) -> None:
        """Start the children and watch over them until asked to stop. `announce` is tried until it says True."""
        gc.freeze()  # memory that exists now stays shared with the children
        self._children = list(children)
        announced = False
        while not self._stopping:
            self._mourn()
            self._revive_services()
            self._start_due()
            announced = announced or announce()
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Ask every child to finish, then kill those that did not within the bound; services go last."""
        for child in self._children:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_PATIENCE
        while any(child.pid for child in self._children) and time.monotonic() < deadline:
            self._mourn()
            time.sleep(0.02)
        for child in self._children:
            if child.pid:
                logger.warning("child killed, it did not stop in time", extra={"child": child.name})
            _signal(child, signal.SIGKILL)
        self._embedded.stop()

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _mourn(self) -> None:
        for child in self._children:
            if child.pid is None:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._plan_restart(child, os.waitstatus_to_exitcode(status))

    def _plan_restart(self, child: Child, code: int) -> None:
        child.pid = None
        if self._stopping:
            return
        lived = time.monotonic() - child.started_at
        child.failures = 0 if lived > STABLE_SECONDS else child.failures + 1
        wait = _wait_after(child.failures)
        child.next_at = time.monotonic() + wait
        logger.warning("child ended", extra={"child": child.name, "code": code, "restart_in": wait})

    def _start_due(self) -> None:
        for child in self._children:
            if child.pid is None and time.monotonic() >= child.next_at and not self._stopping:
                child.started_at = time.monotonic()
                child.pid = _fork(child.run)
                logger.info("child started", extra={"child": child.name, "child_pid": child.pid})

    def _revive_services(self) -> None:
        for service in self._embedded.dead():
            if time.monotonic() < self._service_next_at:
                return
            logger.error("service ended, starting it again", extra={"service": service.name})
            try:
                service.start()
                self._service_failures = 0
            except ServiceFailure as error:
                self._service_failures += 1
                logger.error("service does not start", extra={"service": service.name, "reason": str(error)})
            self._service_next_at = time.monotonic() + _wait_after(self._service_failures)


def memory() -> dict[str, int]:
    """Resident memory of this process and everything below it, in kB: PSS, where shared pages are counted once."""
    family = {os.getpid()}
    parents = _parents()
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return {f"{_name(pid)} {pid}": _pss(pid) for pid in sorted(family)}


def _wait_after(failures: int) -> float:
    return 0.0 if failures == 0 else min(LONGEST_WAIT, 0.25 * 2.0**failures)


def _fork(run: Callable[[], None]) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()  # Ctrl-C reaches the supervisor alone
        die_with_parent(signal.SIGKILL, parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        run()
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        logger.exception("child failed")
    finally:
        logging.shutdown()
        os._exit(code)


def _signal(child: Child, number: signal.Signals) -> None:
    if child.pid is not None:
        os.kill(child.pid, number)


def _parents() -> dict[int, int]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return found


def _name(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "comm").read_text().strip()
    except OSError:
        return "gone"


def _pss(pid: int) -> int:
    try:
        lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
