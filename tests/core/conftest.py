from collections.abc import Iterator

import pytest

from tests.support import bells


@pytest.fixture
def bell() -> Iterator[bells.Bell]:
    """A subscriber that hears of bells."""
    with bells.listening() as made:
        yield made
