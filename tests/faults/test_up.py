"""What happens to a real portal, under load, when its parts die: nobody is thanked for nothing, nothing counts twice."""

import datetime as dt
import os
import shutil
import signal
import time

import psycopg
import redis
from sqlalchemy import text

from portal.core import clock
from portal.core.database import db, transaction
from tests.support import residents, work
from tests.support.portal_up import ask, wait_for

SECONDS = 20  # that Valkey is away
TIMES = 4  # that the base dies


def test_a_worker_killed_in_the_middle_of_its_batch(town):
    survey = town.survey("Un ouvrier meurt")
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as holder, town.load(survey) as load:
        holder.execute("SELECT FROM tally_heads WHERE activity_id = %s FOR UPDATE", [survey.id])
        wait_for(lambda: len(load.thanked) > 50)
        wait_for(lambda: waits_for_lock() >= 1)
        for child in ("worker-tally", "clock", "worker-tally"):
            town.up.kill(child)
            wait_for(lambda: waits_for_lock() >= 1)
        assert town.counted(survey) == 0
        holder.rollback()
        time.sleep(1)
    town.prove(survey, load)


def waits_for_lock():
    """How many are in the middle of a batch, behind the head that we hold."""
    db.session.rollback()
    return db.session.scalar(
        text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%tally_heads%'")
    )


def test_web_processes_killed_while_they_answer(town):
    survey = town.survey("Le portail meurt")
    with town.load(survey) as load:
        for child in ("web-1", "web-2", "web-1"):
            time.sleep(1)
            town.up.kill(child)
        time.sleep(1)
    assert load.thanked
    town.prove(survey, load)


def test_the_base_killed_again_and_again_under_load(town):
    survey = town.survey("La base meurt")
    with town.load(survey) as load:
        for _ in range(TIMES):
            done = len(load.thanked)
            wait_for(lambda done=done: len(load.thanked) > done + 30)
            before, troubles = town.up.postmaster(), len(load.troubles)
            os.kill(before, signal.SIGKILL)
            wait_for(lambda troubles=troubles: len(load.troubles) > troubles)
            wait_for(town.up.is_ready)
        done = len(load.thanked)
        wait_for(lambda: len(load.thanked) > done + 30)
    assert set(load.troubles) == {"503"}, "the base was away: no mistake of ours, and no connection that broke off"
    db.engine.dispose()
    town.prove(survey, load)


def test_valkey_away_for_a_while_and_back_empty(town):
    survey = town.survey("La file meurt")
    socket = db_valkey(town)
    pid = redis.Redis(unix_socket_path=socket).info("server")["process_id"]
    with town.load(survey, pause=0.1) as load:
        wait_for(lambda: len(load.thanked) > 10)
        os.kill(pid, signal.SIGSTOP)
        gone_at, before = time.monotonic(), len(load.thanked)
        wait_for(lambda: town.counted(survey) > before + 20, seconds=10)  # the sweep counts without it
        assert ask(town.up.port, "GET", f"/surveys/{survey.slug}")[0] == 200  # Valkey is still frozen
        time.sleep(max(0, SECONDS - (time.monotonic() - gone_at)))
        shutil.rmtree(town.up.data / "valkey" / "appendonlydir")
        os.kill(pid, signal.SIGKILL)
        wait_for(town.up.is_ready)
        time.sleep(1)
    assert not load.troubles, load.troubles[:5]
    town.prove(survey, load)


def db_valkey(town):
    return town.app.extensions["settings"].redis_url.removeprefix("unix://").partition("?")[0]


def test_a_mail_server_that_refuses_for_a_while(town):
    survey = town.survey("Le courrier attend", access="email")
    town.mail.stop()
    people = iter(range(10_000))

    def address(_number):
        return {"address": f"resident{next(people)}@example.org"}

    with town.load(survey, pause=0.3, fields=address) as load:
        wait_for(lambda: len(load.thanked) >= 20)
    assert set(load.thanked.values()) == {f"/sent/{survey.id}"}
    assert town.counted(survey) == 0
    town.mail.start()
    with transaction():  # the twenty seconds that they wait
        db.session.execute(text("UPDATE letters SET next_at = NULL WHERE attempts = 0"))
    wait_for(lambda: letters(town, "/confirm/") >= len(load.thanked))
    for letter in list(town.mail.letters):
        if "/confirm/" in work.text_of(letter):
            assert ask(town.up.port, "POST", work.link_in(letter, "/confirm/"))[0] == 303
    town.prove(survey, load)
    assert town.counted(survey) == len(load.thanked)
    names = [str(letter["Message-ID"]) for letter in town.mail.letters]
    assert len(names) == len(set(names)), "a letter left twice"


def letters(town, part):
    return sum(part in work.text_of(letter) for letter in list(town.mail.letters))


def test_the_closing_time_crossed_under_load(town):
    closes_at = clock.database_now() + dt.timedelta(seconds=3)
    survey = town.survey("La clôture passe", closes_at=closes_at)
    with town.load(survey) as load:
        wait_for(lambda: len(load.refused) > 30)
    assert load.thanked
    assert set(load.refused.values()) == {409}
    town.prove(survey, load)
    db.session.rollback()
    latest = db.session.scalar(
        text("SELECT max(submitted_at) FROM participations WHERE activity_id = :id"), {"id": survey.id}
    )
    assert latest < closes_at
    assert residents.head(survey)[0] == len(load.thanked)
