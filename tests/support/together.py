"""Which tests share something dear, and therefore a worker: a running portal, the loaded demonstration, a browser.

A scheduler of our own, because `--dist loadgroup` groups nothing under pytest 9.2: it writes its groups into ids that pytest
no longer reads (pytest-xdist issue 1386). The greatest group is given out first.
"""

from xdist.scheduler import LoadScopeScheduling

PLACES = (
    "tests/e2e/",
    "tests/demo/",
    "tests/faults/",
    "tests/templates/test_gallery.py",
    "tests/runtime/test_gateway.py",
    "tests/runtime/test_up.py",
)


class Together(LoadScopeScheduling):
    """Each test is a piece of work of its own, but for those of a place, which are one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in PLACES if nodeid.startswith(place)), nodeid)
