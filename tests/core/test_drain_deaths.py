"""A worker that dies in the middle of its batch: nothing is lost or done twice, and the one event that kills is found."""

import os
import signal
import sys

import pytest
from sqlalchemy import text

from portal.core import drain, tenancy
from portal.core.database import db, transaction
from tests.support import bells, cast

GONE = "2020-01-01"  # no backend began then


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
