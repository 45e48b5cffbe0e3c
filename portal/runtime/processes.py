"""Child processes that never outlive their parent, never block on a full pipe and stop within a bound."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from portal.runtime.users import User

PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    death_signal: signal.Signals = signal.SIGTERM,
    user: User | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, its output appended to `log`; it gets `death_signal` if we die.

    Call it from the main thread: the kernel counts the death of the *thread* that forked.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            cwd=folder,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, death_signal, os.getpid()),  # prctl only: safe beside threads
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
        )


def stop(process: subprocess.Popen[bytes], request: signal.Signals, patience: float) -> bool:
    """Ask the process to stop, wait `patience` seconds, then kill its whole session. True if it went by itself."""
    if process.poll() is not None:
        return True
    process.send_signal(request)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False
    return True


def die_with_parent(death_signal: signal.Signals, parent: int) -> None:
    """In a fresh child: have the kernel send this signal when the parent dies, whatever kills it."""
    if sys.platform != "linux":
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:  # it died between the fork and the line above
        os._exit(1)
