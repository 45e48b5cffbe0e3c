"""Wake-ups: one job however many ask, none lost that matters, nothing felt by a request while Valkey is away."""

import threading
import time
from contextlib import suppress

import pytest
import redis
from flask import Flask
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from portal.core import drain, jobs
from portal.core.database import transaction
from tests.support import bells

NOWHERE = redis.Redis(unix_socket_path="/nonexistent/valkey.sock", retry=None)


@pytest.fixture
def waker(app, valkey, database):
    return jobs.Waker(jobs.valkey())


def waiting_jobs():
    return jobs.depth()["default"]


def test_a_thousand_wake_ups_make_one_job(waker, bell):
    for _ in range(1000):
        waker.ask(["bell"])
    waker.flush()
    jobs.wake_now(jobs.valkey(), "bell")
    time.sleep(5 * jobs.GATHER_SECONDS)
    assert waiting_jobs() == 1


def test_the_job_clears_the_key_first_so_that_what_comes_during_it_wakes_again(town, waker, bell):
    jobs.wake_now(jobs.valkey(), "bell")
    bell.on_take = lambda _numbers: jobs.wake_now(jobs.valkey(), "bell")
    bells.ring(1)
    drain.drain("bell")
    assert waiting_jobs() == 2


def test_a_worker_that_takes_the_job_drains(town, waker, bell):
    bells.ring(1, 2)
    jobs.wake_now(jobs.valkey(), "bell")
    worker = SimpleWorker([jobs.queue("default")], connection=jobs.valkey(), serializer=JSONSerializer)
    [job] = jobs.queue("default").jobs
    assert (job.func_name, job.args) == ("portal.core.drain.drain", ["bell"])
    worker.work(burst=True, logging_level="ERROR")
    assert bell.heard == [1, 2]


class Elsewhere(redis.Redis):
    """Away, like NOWHERE, and remembers which threads had to find that out."""

    def __init__(self):
        super().__init__()
        self.asked_by = []
        self.found_out = threading.Semaphore(0)

    def set(self, *_args, **_options):
        self.asked_by.append(threading.current_thread().name)
        self.found_out.release()
        raise redis.ConnectionError


def test_asking_while_valkey_is_away_costs_the_request_nothing_and_raises_nothing(bell):
    valkey = Elsewhere()
    waker = jobs.Waker(valkey)
    for number in range(1, 3):
        waker.ask(["bell"])
        assert valkey.found_out.acquire(timeout=20), number
    assert valkey.asked_by == ["waker", "waker"]


def test_the_sweep_delivers_without_valkey(app, town, bell, monkeypatch):
    monkeypatch.setitem(app.extensions, "valkey", NOWHERE)
    monkeypatch.setitem(app.extensions, "waker", jobs.Waker(NOWHERE))
    bells.ring(1)
    assert bells.drained() == 1


def test_a_job_is_asked_for_after_the_commit_only(town, waker):
    with suppress(ZeroDivisionError), transaction():
        jobs.enqueue("bulk", "portal.core.drain.sweep", "nobody")
        raise ZeroDivisionError
    assert jobs.depth()["bulk"] == 0
    with transaction():
        jobs.enqueue("bulk", "portal.core.drain.sweep", "nobody")
        assert jobs.depth()["bulk"] == 0
    assert jobs.depth()["bulk"] == 1


def test_a_valkey_that_is_away_is_asked_twice_at_most_a_second_each():
    app = Flask("away")
    jobs.init_app(app, "unix:///nonexistent/valkey.sock")
    asked = app.extensions["valkey"].get_connection_kwargs()
    attempts = asked["retry"].get_retries() + 1
    assert (attempts, asked["socket_timeout"], asked["socket_connect_timeout"]) == (2, 1, 1)
    with pytest.raises(redis.RedisError):
        app.extensions["valkey"].get("anything")


def test_a_queue_that_no_worker_serves_is_a_mistake(app, database):
    with pytest.raises(KeyError):
        jobs.queue("someday")
