from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.portal_up import data_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with data_folder() as made:
        yield made
