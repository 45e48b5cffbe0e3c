"""Each event takes effect exactly once, whatever fails: the event itself, or the base for a moment."""

import threading

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.core import drain, tenancy
from portal.core.database import db, transaction
from tests.support import bells, cast


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Nobody waits between two tries."""
    monkeypatch.setattr(drain.time, "sleep", lambda _seconds: None)


def refuse(*bad):
    def on_take(numbers):
        if set(numbers) & set(bad):
            raise ValueError(f"cannot take {bad}")

    return on_take


def test_events_are_taken_once_in_their_order(town, bell):
    bells.ring(*range(10))
    assert bells.drained() == 10
    assert bell.heard == list(range(10))
    assert bells.drained() == 0
    assert bells.waiting() == []


def test_more_than_a_batch_is_taken_in_several(town, bell, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 4)
    bells.ring(*range(10))
    assert bells.drained() == 10
    assert bell.batches == [4, 4, 2]


def test_an_event_at_fault_does_not_hold_its_batch_back(town, bell):
    bell.on_take = refuse(3)
    bells.ring(1, 2, 3, 4)
    bells.drained()
    assert sorted(bell.heard) == [1, 2, 4]
    assert bells.waiting() == [3]


def test_an_event_at_fault_is_isolated_waits_longer_each_time_and_parks_after_five(town, bell):
    bell.on_take = refuse(5)
    bells.ring(*range(8))
    waits = []
    for _ in range(drain.ATTEMPTS):
        bells.drained()
        waits.append(
            db.session.scalar(
                text("SELECT extract(epoch FROM next_at - now())::int FROM outbox WHERE subscriber = 'bell'")
            )
        )
        bells.make_due()
    assert waits[:4] == list(drain.WAIT_SECONDS)
    assert bells.parked() == {5: "ValueError: cannot take (5,)"}
    assert bells.drained() == 0, "what is parked is left alone"
    bells.ring(9)
    assert bells.drained() == 1


def test_an_event_that_waits_holds_nobody_up(town, bell):
    bell.on_take = refuse(1)
    bells.ring(1)
    bells.drained()
    bells.ring(2)
    bells.drained()
    assert bell.heard == [2]


def test_parked_events_get_another_chance_after_their_cause_was_mended(town, bell):
    bell.on_take = refuse(1)
    bells.ring(1)
    for _ in range(drain.ATTEMPTS):
        bells.drained()
        bells.make_due()
    bell.on_take = lambda _numbers: None
    assert drain.release_parked("bell") == 1
    assert bells.drained() == 1
    assert bell.heard == [1]


def test_an_event_that_this_release_does_not_know_is_set_aside_and_harms_nobody(town, bell):
    bells.ring(1, 2)
    with transaction():
        db.session.execute(text("UPDATE outbox SET event = 'Unheard' WHERE (payload ->> 'number') = '1'"))
    bells.drained()
    assert bell.heard == [2]
    assert bells.waiting() == [1]


@pytest.mark.parametrize("kind", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
def test_what_may_succeed_next_time_is_no_attempt(town, bell, kind):
    failures = iter([True, True, False])

    def on_take(_numbers):
        if next(failures):
            raise OperationalError("take", {}, kind("again"))

    bell.on_take = on_take
    bells.ring(1, 2)
    assert bells.drained() == 2
    assert bell.heard == [1, 2]
    assert bell.batches == [2, 2, 2], "tried again whole"


def test_a_base_that_stays_away_counts_nothing(town, bell):
    def on_take(_numbers):
        raise OperationalError("take", {}, psycopg.errors.LockNotAvailable("busy"))

    bell.on_take = on_take
    bells.ring(1)
    with pytest.raises(OperationalError):
        bells.drained()
    assert db.session.scalar(text("SELECT attempts FROM outbox WHERE subscriber = 'bell'")) == 0
    bell.on_take = lambda _numbers: None
    assert bells.drained() == 1


def test_the_towns_take_turns(town, bell, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 2)
    neighbour = cast.organisation("next", cast.NEIGHBOUR)
    bells.ring(1, 2, 3, 4)
    with tenancy.use_organisation(neighbour.id):
        bells.ring(5, 6)
    bells.drained()
    assert bell.heard == [1, 2, 5, 6, 3, 4]


def test_a_second_worker_takes_what_the_first_has_not_locked(committed_app, committed_database, bell, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 3)
    town = cast.organisation()
    is_in, may_go = threading.Event(), threading.Event()

    def hold(numbers):
        if 0 in numbers:
            is_in.set()
            assert may_go.wait(10)

    bell.on_take = hold
    with tenancy.use_organisation(town.id):
        bells.ring(*range(6))

    def first():
        with committed_app.app_context():
            bells.drained()

    worker = threading.Thread(target=first)
    worker.start()
    assert is_in.wait(10)
    assert bells.drained() == 3
    assert bell.heard == [3, 4, 5]
    may_go.set()
    worker.join(10)
    assert sorted(bell.heard) == list(range(6))
    assert bells.waiting() == []


def test_a_lost_connection_in_the_middle_of_a_batch_counts_nothing(committed_database, bell):
    town = cast.organisation()
    cuts = iter([True, False])

    def cut(_numbers):
        if next(cuts):
            db.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    bell.on_take = cut
    with tenancy.use_organisation(town.id):
        bells.ring(1, 2)
        assert bells.drained() == 2
    assert bell.heard == [1, 2]
