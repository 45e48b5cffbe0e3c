"""The browser of the browser tests: the machine's own Chromium, at a known place."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
SKIPPED = "Browser tests were skipped: this machine has no Chromium."


def find_chromium() -> str | None:
    """The program, from PORTAL_TESTS_CHROMIUM or the search path."""
    return os.environ.get("PORTAL_TESTS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def find_or_skip_chromium() -> str:
    """The program; without one the test is skipped, or fails where PORTAL_TESTS_NEED_BROWSER=1 says it must run."""
    found = find_chromium()
    if found is None and os.environ.get("PORTAL_TESTS_NEED_BROWSER") == "1":
        pytest.fail("these tests must run and this machine has no Chromium")
    if found is None:
        pytest.skip(SKIPPED)
    return found
