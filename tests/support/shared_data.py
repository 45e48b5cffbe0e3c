"""Real files that stay outside the project: where they are, if they are."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_data(*parts: str) -> Path:
    """The path of one of the shared files; the test is skipped where they are absent."""
    for parent in (ROOT.parent, ROOT.parent.parent):
        path = (parent / "shared" / "data").joinpath(*parts)
        if path.exists():
            return path
    pytest.skip(f"needs ../shared/data/{'/'.join(parts)}, which is not on this machine")
