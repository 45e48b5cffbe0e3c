"""Nightly work: every tally is proven and mended, and nothing is kept longer than promised."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.core import clock
from portal.core.database import db, transaction
from portal.participation import upkeep
from portal.participation.service import acts, confirming
from tests.support import cast, residents


@pytest.fixture
def survey(town):
    made = cast.survey(access="email")
    db.session.expunge(made)
    return made


def change(statement):
    with transaction():
        db.session.execute(text(statement))


def number(what):
    return db.session.scalar(text(f"SELECT count(*) FROM {what}"))


def after(**time):
    return clock.now() + dt.timedelta(**time)


def test_a_wrong_tally_is_mended_with_an_alarm_and_a_right_one_left_alone(survey, caplog):
    residents.take_part(survey)
    residents.figures(survey)
    assert upkeep.heal() == []
    change("UPDATE tally_cells SET n = n + 1")
    assert upkeep.heal() == [survey.id]
    assert residents.figures(survey)[""] == 1
    assert "a tally was wrong" in caplog.text
    assert number("audit_entries WHERE action = 'tally.healed'") == 1


def test_an_answer_that_nobody_confirmed_goes_after_a_week_and_waits_no_longer(survey):
    residents.answer(survey)
    [link] = residents.mailed_links()
    residents.take_part(survey, "b", address="dave@example.org")
    assert upkeep.purge(after(days=6)).unconfirmed == 0
    assert upkeep.would_purge(after(days=8)).unconfirmed == 1
    assert upkeep.purge(after(days=8)).unconfirmed == 1
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    assert residents.head(survey) == (1, 0)
    assert number("participations") == number("participation_versions") == 1
    with pytest.raises(acts.LinkOver):
        confirming.confirm(link)


def test_what_somebody_else_posted_under_my_address_goes_too_and_mine_stays(survey):
    residents.answer(survey, "b")
    residents.let_letters_go_again()
    residents.take_part(survey, "a")
    assert upkeep.purge(after(days=8)).unconfirmed == 1
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=a": 1}
    assert number("participation_versions") == 1


def test_six_months_after_closing_nobody_is_found_by_an_address_and_every_figure_stays(survey, browser):
    residents.answer(survey, "b")
    code = confirming.confirm(residents.mailed_links()[0]).receipt_code
    change("UPDATE activities SET closes_at = now() + interval '1 second'")
    before = residents.figures(survey)
    assert upkeep.purge(after(days=180)).identities == 0
    assert upkeep.would_purge(after(days=190)).identities == 1
    key = db.session.scalar(text("SELECT person_key FROM participations"))
    assert upkeep.purge(after(days=190)).identities == 1
    assert upkeep.purge(after(days=190)).identities == 0
    assert residents.figures(survey) == before
    assert db.session.scalar(text("SELECT person_key FROM participations")) != key
    assert number("participation_versions WHERE to_address IS NOT NULL") == 0
    assert browser.get(f"/r/{code}").status_code == 200, "the receipt still proves it"


def test_traces_of_letters_go_after_a_month_and_letters_that_wait_stay(survey):
    residents.take_part(survey)
    residents.answer(survey, address="dave@example.org")
    assert upkeep.purge(after(days=31)).letters == 2
    assert number("letters") == 1


def test_a_dry_run_changes_nothing(survey):
    residents.answer(survey)
    upkeep.would_purge(after(days=400))
    assert number("participations") == 1


def test_batches_go_on_until_nothing_is_left(survey, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for person in range(5):
        residents.answer(survey, address=f"resident{person}@example.org")
    assert upkeep.purge(after(days=8)).unconfirmed == 5
    residents.figures(survey)
    assert residents.head(survey) == (0, 0)


def test_the_night_is_kept_once_a_day_however_many_clocks_there_are(survey, monkeypatch):
    done = []
    monkeypatch.setattr(upkeep, "heal", lambda: done.append("healed"))
    night = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
    for moment in (night.replace(hour=1), night, night, night + dt.timedelta(days=1)):
        monkeypatch.setattr(upkeep.clock, "now", lambda moment=moment: moment)
        upkeep.tonight()
    assert done == ["healed", "healed"]
