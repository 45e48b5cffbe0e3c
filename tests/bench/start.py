"""How soon `make run` answers, and how much memory the idle portal holds."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.bench.report import Figure
from tests.bench.stage import ROOT, wait_for_answer
from tests.support.ports import free_port

IDLE_SECONDS = 5


def measure() -> list[Figure]:
    """First start (the demonstration is loaded) and second, with everything installed; then the memory of all processes."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        Path(folder).chmod(0o755)
        first, _ = _start(folder)
        second, memory = _start(folder)
    return [
        Figure("first start, packages installed, demonstration loaded", first, 90, " s", is_most=True),
        Figure("next start", second, 5, " s", is_most=True),
        Figure("resident memory, idle (PSS of all processes)", memory, 500, " MB", is_most=True),
    ]


def _start(folder: str) -> tuple[float, float]:
    port = free_port()
    began = time.monotonic()
    command = ["make", "-s", "run", f"PORT={port}", f"DATA={folder}/data"]
    with Path(folder, "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for_answer(port, "/")
            spent = time.monotonic() - began
            time.sleep(IDLE_SECONDS)
            return spent, _memory(folder)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def _memory(folder: str) -> float:
    """Megabytes of every process of this data folder; what several share is counted once (PSS)."""
    total = 0
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and folder in (process / "cmdline").read_text():
                lines = (process / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
