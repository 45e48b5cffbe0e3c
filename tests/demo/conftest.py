"""The demonstration, loaded once per worker for all tests of this folder."""

import pytest
import redis

from tests.demo.loaded import Loaded
from tests.support import services as test_services


@pytest.fixture(scope="session")
def loaded(services, worker, tmp_path_factory):
    with redis.Redis.from_url(services.valkey(worker)) as client:
        test_services.empty(client)
        made = Loaded(services, tmp_path_factory.mktemp("demo"), services.valkey(worker))
        yield made
        made.close()
        test_services.empty(client)


@pytest.fixture
def demonstration(loaded):
    """Inside the loaded portal."""
    with loaded.app.app_context():
        yield loaded
