import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from portal.runtime.failure import ServiceFailure
from portal.runtime.valkey import Valkey


@pytest.fixture
def service(folder: Path) -> Iterator[Valkey]:
    made = Valkey(folder)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def client(service: Valkey) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(service.url()) as made:
        yield made


def test_what_was_queued_is_there_after_a_restart(service: Valkey, client: redis.Redis) -> None:
    client.rpush("queue", "letter")
    service.stop()
    service.start()
    assert client.lrange("queue", 0, -1) == [b"letter"]


def test_a_killed_server_starts_again(service: Valkey, client: redis.Redis) -> None:
    os.kill(service.process.pid, signal.SIGKILL)
    service.process.wait()
    assert not service.is_alive()
    service.start()
    assert client.ping()


def test_nothing_is_evicted_and_no_port_is_open(client: redis.Redis) -> None:
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert client.config_get("port") == {"port": "0"}


def test_a_second_start_on_the_same_folder_is_refused_and_says_so(
    service: Valkey, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.runtime.valkey.STOP_PATIENCE", 0.2)
    with pytest.raises(ServiceFailure, match="already serves"):
        Valkey(folder).start()


def test_a_folder_with_a_long_name_gets_a_short_socket(folder: Path) -> None:
    service = Valkey(folder / ("a" * 60) / ("b" * 60))
    service.start()
    try:
        assert service.answers()
    finally:
        service.stop()
        shutil.rmtree(service.socket.parent)
