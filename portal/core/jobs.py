"""RQ: which queues there are, how work is asked for, and how a sleeping queue is woken.

Jobs carry ids only, may run twice, and are never the only trace of work to do: PostgreSQL is. Losing Valkey loses nothing.
"""

import logging
import threading
from collections.abc import Iterable
from typing import Any, cast

import redis
from flask import Flask, current_app
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from portal.core.database import after_commit

logger = logging.getLogger(__name__)

QUEUES = ("tally", "mail", "default", "bulk")
FAILURE_TTL = 7 * 24 * 3600
JOB_TIMEOUT = 300
WAKE_SECONDS = 10
GATHER_SECONDS = 0.01
SOCKET_TIMEOUT = 1.0
RETRIES = 1  # a connection that was lost while idle; the library's own would keep a reader waiting for seconds


def init_app(app: Flask, redis_url: str) -> None:
    connection = redis.Redis.from_url(
        redis_url,
        socket_timeout=SOCKET_TIMEOUT,
        socket_connect_timeout=SOCKET_TIMEOUT,
        health_check_interval=30,
        retry=Retry(NoBackoff(), RETRIES),
    )
    app.extensions["valkey"] = connection
    app.extensions["waker"] = Waker(connection)


def valkey() -> redis.Redis:
    return cast(redis.Redis, current_app.extensions["valkey"])


def queue(name: str, connection: redis.Redis | None = None) -> Queue:
    """A queue of work. Raises KeyError for one that no worker serves."""
    if name not in QUEUES:
        raise KeyError(name)
    return Queue(name, connection=connection or valkey(), serializer=JSONSerializer, default_timeout=JOB_TIMEOUT)


def enqueue(queue_name: str, function: str, *ids: int | str) -> None:
    """Ask a worker for this once the transaction is committed. `function` is a dotted name in some `jobs.py`."""
    asked = queue(queue_name)
    after_commit(lambda: asked.enqueue(function, *ids, result_ttl=0, failure_ttl=FAILURE_TTL))


def wake(names: Iterable[str]) -> None:
    """Have what waits under these names taken soon. Costs the request nothing, and never fails it."""
    current_app.extensions["waker"].ask(names)


class Waker:
    """Gathers the wake-ups of one process for a few milliseconds, then asks Valkey off the request's path.

    A key that lives ten seconds lets one wake-up at a time through (`SET NX`), so a thousand posts a second make a
    handful of jobs. The job clears the key before it looks.
    """

    def __init__(self, connection: redis.Redis) -> None:
        self._connection = connection
        self._asked: set[str] = set()
        self._lock = threading.Lock()
        self._something = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(self, names: Iterable[str]) -> None:
        with self._lock:
            self._asked.update(names)
            if self._thread is None or not self._thread.is_alive():  # also after a fork
                self._thread = threading.Thread(target=self._run, name="waker", daemon=True)
                self._thread.start()
        self._something.set()

    def flush(self) -> None:
        """Ask at once, in this thread: for tests and for the end of a command."""
        with self._lock:
            names, self._asked = self._asked, set()
        for name in names:
            wake_now(self._connection, name)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self._something.wait()
            self._something.clear()
            try:
                self.flush()
            except redis.RedisError as error:
                logger.warning("Valkey cannot be reached, the sweep will do: %s", type(error).__name__)
            pause.wait(GATHER_SECONDS)


def wake_key(name: str) -> str:
    return f"parvis:wake:{name}"


def wake_now(connection: redis.Redis, name: str) -> None:
    """Enqueue one job for what waits under this name, unless one is waiting already."""
    queue_name, function = _served[name]
    if connection.set(wake_key(name), 1, nx=True, ex=WAKE_SECONDS):
        queue(queue_name, connection).enqueue(function, name, result_ttl=0, failure_ttl=FAILURE_TTL)


_served: dict[str, tuple[str, str]] = {}


def serve(name: str, queue_name: str, function: str) -> None:
    """Say which queue and which job take what waits under this name (a subscriber, or the letters)."""
    _served[name] = (queue_name, function)


def depth() -> dict[str, int]:
    """How many jobs wait in each queue, for /readyz and the doctor."""
    connection: Any = valkey()
    return {name: int(connection.llen(queue(name).key)) for name in QUEUES}


def workers() -> dict[str, int]:
    """How many workers listen to each queue."""
    heard = [name for worker in Worker.all(connection=valkey()) for name in worker.queue_names()]
    return {name: heard.count(name) for name in QUEUES}
