"""Each event takes effect exactly once, whatever fails: the event itself, the base for a moment, or the worker."""

import os
import signal
import sys
import threading

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.core import drain, tenancy
from portal.core.database import db, transaction
from tests.support import bells, cast

GONE = "2020-01-01"  # no backend began then


@pytest.fixture
def bell(monkeypatch):
    monkeypatch.setattr(drain.time, "sleep", lambda _seconds: None)
    with bells.listening() as made:
        yield made


def refuse(*bad):
    def on_take(numbers):
        if set(numbers) & set(bad):
            raise ValueError(f"cannot take {bad}")

    return on_take


def leave_dead_run(size, only_id=None):
    """What a worker that was killed leaves: a run whose database session is gone."""
    values = {"organisation_id": tenancy.current_organisation_id(), "size": size, "only_id": only_id, "began": GONE}
    with transaction():
        db.session.execute(
            text(
                "INSERT INTO outbox_runs (organisation_id, subscriber, size, only_id, backend_pid, backend_started_at)"
                " VALUES (:organisation_id, 'bell', :size, :only_id, 1, :began)"
            ),
            values,
        )


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


def test_a_batch_whose_worker_died_comes_back_in_two_halves(town, bell, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 8)
    bells.ring(*range(12))
    leave_dead_run(8)
    assert bells.drained() == 12
    assert bell.batches == [4, 4, 4]
    assert db.session.scalar(text("SELECT count(*) FROM outbox_runs")) == 0


def test_the_one_event_that_killed_its_worker_is_parked(town, bell):
    bells.ring(1, 2)
    first = db.session.scalar(text("SELECT min(id) FROM outbox WHERE subscriber = 'bell'"))
    leave_dead_run(1, only_id=first)
    bells.drained()
    assert bell.heard == [2]
    assert bells.parked() == {1: "every worker that took it died"}


@pytest.mark.parametrize("deadly", [0, 700, 1366, 1999])
def test_one_deadly_event_among_many_costs_a_dozen_workers(town, bell, deadly):
    """A worker's death is told as the base would see it: its batch undone, its run left behind."""

    class Killed(BaseException):
        pass

    def die(numbers):
        if deadly in numbers:
            raise Killed

    bell.on_take = die
    bells.ring(*range(2_000))
    deaths, end = 0, drain._end_run

    def leave(run, *, leaves_second_half):
        if isinstance(sys.exc_info()[1], Killed):
            values = {"id": run.id, "began": GONE}
            db.session.execute(
                text("UPDATE outbox_runs SET backend_pid = 1, backend_started_at = :began WHERE id = :id"), values
            )
            db.session.commit()
        else:
            end(run, leaves_second_half=leaves_second_half)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drain, "_end_run", leave)
        while not bells.parked() and deaths < 50:
            try:
                bells.drained()
            except Killed:
                deaths += 1
    bells.drained()
    assert bells.waiting() == [deadly]
    assert bells.parked() == {deadly: "every worker that took it died"}
    assert deaths <= 12


def test_a_worker_that_lives_is_not_taken_for_dead(town, bell):
    bells.ring(1)
    with transaction():
        db.session.execute(
            text(
                "INSERT INTO outbox_runs (organisation_id, subscriber, size, backend_pid, backend_started_at)"
                " SELECT :id, 'bell', 1, pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
            ),
            {"id": town.id},
        )
    bells.drained()
    assert db.session.scalar(text("SELECT count(*) FROM outbox_runs")) == 1


def test_the_towns_take_turns(town, bell, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 2)
    neighbour = cast.organisation("next", cast.NEIGHBOUR)
    bells.ring(1, 2, 3, 4)
    with tenancy.use_organisation(neighbour.id):
        bells.ring(5, 6)
    bells.drained()
    assert bell.heard == [1, 2, 5, 6, 3, 4]


def in_a_child(app, action):
    """Run this in a process of its own, as a worker would be; returns how it ended."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        with app.app_context():
            db.session.remove()
            db.engine.dispose(close=False)
            action()
        os._exit(0)
    finally:
        os._exit(1)


def test_a_killed_worker_loses_nothing_and_the_deadly_event_is_found(
    committed_app, committed_database, bell, monkeypatch
):
    monkeypatch.setattr(drain, "BATCH", 8)
    town = cast.organisation()

    def die_of_three(numbers):
        if 3 in numbers:
            os.kill(os.getpid(), signal.SIGKILL)
        with transaction():  # a trace that survives the child: one row per event that took effect
            db.session.execute(
                text("INSERT INTO audit_entries (organisation_id, action, subject_type, subject_id) SELECT :id, 'rang', 'bell', n"
                     " FROM unnest(CAST(:numbers AS bigint[])) AS n"), {"id": town.id, "numbers": numbers})  # fmt: skip

    bell.on_take = die_of_three
    with tenancy.use_organisation(town.id):
        bells.ring(*range(8))
        ends = [in_a_child(committed_app, bells.drained)]
        while ends[-1] != 0 and len(ends) < 20:
            ends.append(in_a_child(committed_app, bells.drained))
        assert ends[0] == -signal.SIGKILL
        assert ends[-1] == 0
        assert bells.parked() == {3: "every worker that took it died"}
        taken = db.session.scalars(text("SELECT subject_id FROM audit_entries WHERE action = 'rang' ORDER BY 1")).all()
        assert taken == [0, 1, 2, 4, 5, 6, 7]


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
