"""Setting many aside with real commits: workers that are killed, that run twice, and people who act meanwhile."""

import multiprocessing
import os
import signal
import threading

import pytest
from sqlalchemy import text

from portal.core import progress, tenancy
from portal.core.database import db
from portal.core.progress import Progress, State
from portal.participation.rules.conditions import Conditions
from portal.participation.service import acts, changing, setting_aside
from tests.support import cast, residents

REASON = "Envois en série"


@pytest.fixture
def town(committed_app, committed_database):
    row = cast.organisation()
    with tenancy.use_organisation(row.id):
        yield row


@pytest.fixture
def survey(town):
    made = cast.survey(access="anyone")
    db.session.expunge(made)
    return made


def ask(survey):
    return setting_aside.ask(survey.id, Conditions(channel="web"), reason=REASON, actor_id=None)


def work_of(work_id):
    db.session.remove()
    return tenancy.get(Progress, work_id)


def in_threads(app, town_id, *actions):
    def run(action):
        with app.app_context(), tenancy.use_organisation(town_id):
            try:
                action()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def killed_in_the_middle(app, town_id, work_id, after):
    """A worker that dies by kill -9 once it did, but did not commit, its batch number `after`."""

    def work():
        with app.app_context(), tenancy.use_organisation(town_id):
            db.engine.dispose(close=False)
            db.session.remove()
            done, some = [], setting_aside.setting_aside.set_aside_some

            def deadly(*given):
                moved = some(*given)
                done.append(moved.n)
                if len(done) == after:
                    os.kill(os.getpid(), signal.SIGKILL)
                return moved

            setting_aside.setting_aside.set_aside_some = deadly
            setting_aside.carry_on(work_id)

    worker = multiprocessing.get_context("fork").Process(target=work)
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL


def test_a_worker_that_is_killed_loses_its_batch_and_another_goes_on(committed_app, town, survey, monkeypatch):
    monkeypatch.setattr(setting_aside, "BATCH", 3)
    for _person in range(10):
        residents.answer(survey, "a", address=None)
    residents.figures(survey)
    work_id = ask(survey)
    db.session.remove()
    killed_in_the_middle(committed_app, town.id, work_id, after=3)
    half = work_of(work_id)
    assert (half.done, half.finished_at) == (6, None)
    assert residents.figures(survey)[""] == 4
    db.session.execute(text("UPDATE progress SET moved_at = moved_at - interval '61 seconds'"))
    db.session.commit()
    assert progress.take_up_stalled() == 1
    setting_aside.carry_on(work_id)
    assert residents.figures(survey) == {}
    done = work_of(work_id)
    assert (done.state, done.done, done.report) == (State.DONE, 10, {"count": 10})


def test_two_workers_at_the_same_work_and_people_who_change_their_mind(committed_app, town, survey, monkeypatch):
    monkeypatch.setattr(setting_aside, "BATCH", 5)
    tokens = [residents.answer(survey, "a", address=None).manage_token for _person in range(60)]
    work_id = ask(survey)

    def change_their_minds():
        for number, token in enumerate(reversed(tokens)):
            try:
                if number % 2:
                    changing.change(token, residents.submission("b", address=None))
                else:
                    changing.withdraw(token)
            except acts.AlreadyOver:
                pass

    def work():
        setting_aside.carry_on(work_id)

    in_threads(committed_app, town.id, work, change_their_minds, work)
    assert residents.figures(survey) == {}
    db.session.remove()
    states = db.session.execute(text("SELECT state, count(*) AS n FROM participations GROUP BY state")).all()
    counted = {row.state: row.n for row in states}
    assert counted.get("invalidated", 0) == work_of(work_id).report["count"]
    assert counted.keys() <= {"invalidated", "withdrawn"}


def test_two_clocks_ask_for_a_stalled_work_once(committed_app, town, survey):
    residents.answer(survey, "a", address=None)
    ask(survey)
    db.session.execute(text("UPDATE progress SET created_at = created_at - interval '2 minutes'"))
    db.session.commit()
    asked = []
    in_threads(committed_app, town.id, *[lambda: asked.append(progress.take_up_stalled())] * 2)
    assert sorted(asked) == [0, 1]
