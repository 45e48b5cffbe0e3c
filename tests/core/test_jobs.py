"""Wake-ups: one job however many ask, none lost that matters, nothing felt by a request while Valkey is away."""

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
def bell():
    with bells.listening() as made:
        yield made


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


def test_asking_while_valkey_is_away_returns_at_once_and_raises_nothing(bell):
    waker = jobs.Waker(NOWHERE)
    started = time.monotonic()
    waker.ask(["bell"])
    assert time.monotonic() - started < 0.1
    time.sleep(0.1)
    waker.ask(["bell"])


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


def test_a_valkey_that_is_away_is_known_to_be_within_a_second():
    app = Flask("away")
    jobs.init_app(app, "unix:///nonexistent/valkey.sock")
    started = time.monotonic()
    with pytest.raises(redis.RedisError):
        app.extensions["valkey"].get("anything")
    assert time.monotonic() - started < 1


def test_a_queue_that_no_worker_serves_is_a_mistake(app, database):
    with pytest.raises(KeyError):
        jobs.queue("someday")
