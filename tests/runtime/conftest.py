import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that the server's user can reach: pytest's own are closed to everybody else."""
    made = Path(tempfile.mkdtemp(prefix="parvis-data-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)
