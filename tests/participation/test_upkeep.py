"""Nightly work: every tally is proven and mended, and nothing is kept longer than promised."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.accounts import service as accounts
from portal.core import audit, clock, progress
from portal.core.database import db, transaction
from portal.participation import books, upkeep
from portal.participation.service import activities as activities_service
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
    assert upkeep.purge(after(days=6))["unconfirmed"] == 0
    assert upkeep.would_purge(after(days=8))["unconfirmed"] == 1
    assert upkeep.purge(after(days=8))["unconfirmed"] == 1
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    assert residents.head(survey) == (1, 0)
    assert number("participations") == number("participation_versions") == 1
    with pytest.raises(acts.LinkOver):
        confirming.confirm(link)


def test_what_somebody_else_posted_under_my_address_goes_too_and_mine_stays(survey):
    residents.answer(survey, "b")
    residents.let_letters_go_again()
    residents.take_part(survey, "a")
    assert upkeep.purge(after(days=8))["unconfirmed"] == 1
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=a": 1}
    assert number("participation_versions") == 1


def test_six_months_after_closing_nobody_is_found_by_an_address_and_every_figure_stays(survey, browser):
    residents.answer(survey, "b")
    code = confirming.confirm(residents.mailed_links()[0]).receipt_code
    change("UPDATE activities SET closes_at = now() + interval '1 second'")
    before = residents.figures(survey)
    assert upkeep.purge(after(days=180))["identities"] == 0
    assert upkeep.would_purge(after(days=190))["identities"] == 1
    key = db.session.scalar(text("SELECT person_key FROM participations"))
    assert upkeep.purge(after(days=190))["identities"] == 1
    assert upkeep.purge(after(days=190))["identities"] == 0
    assert residents.figures(survey) == before
    assert db.session.scalar(text("SELECT person_key FROM participations")) != key
    assert number("participation_versions WHERE to_address IS NOT NULL") == 0
    assert browser.get(f"/r/{code}").status_code == 200, "the receipt still proves it"


def test_traces_of_letters_go_after_a_month_and_letters_that_wait_stay(survey):
    residents.take_part(survey)
    residents.answer(survey, address="dave@example.org")
    assert upkeep.purge(after(days=31))["letters"] == 2
    assert number("letters") == 1


def test_a_dry_run_changes_nothing(survey):
    residents.answer(survey)
    upkeep.would_purge(after(days=400))
    assert number("participations") == 1


def test_batches_go_on_until_nothing_is_left(survey, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for person in range(5):
        residents.answer(survey, address=f"resident{person}@example.org")
    assert upkeep.purge(after(days=8))["unconfirmed"] == 5
    residents.figures(survey)
    assert residents.head(survey) == (0, 0)


def test_links_logs_reports_and_notes_of_answers_go_in_their_time(survey):
    accounts.ask_for_link("carol@example.org", language="fr")
    with transaction():
        audit.record("activity.edited", "activity", survey.id)
        told = activities_service.answer(survey.id, decision="accepted", author="Alice", body={"fr": "Oui."})
        progress.begin("unfinished")
        progress.finish(progress.begin("finished"), progress.State.DONE, {})
        change("UPDATE activities SET closes_at = now() + interval '1 second'")
        note = """INSERT INTO people_told (organisation_id, subject_type, subject_id, person_key, activity_id)
            VALUES ({}, 'answer', {}, 'x', {})"""
        change(note.format(told.organisation_id, told.id, survey.id))
    lines = number("audit_entries")
    assert upkeep.purge(after(hours=23))["links"] == 0
    assert upkeep.purge(after(hours=25))["links"] == 1
    early, due, late = after(days=180), after(days=190), after(days=366)
    assert (upkeep.purge(early)["told"], upkeep.purge(due)["told"]) == (0, 1)
    assert (upkeep.purge(due)["log"], upkeep.purge(due)["works"]) == (0, 0)
    would = upkeep.would_purge(late)
    done = upkeep.purge(late)
    assert would == done
    assert (done["log"], done["works"]) == (lines, 1)
    assert number("progress") == 1, "what is not finished stays"


def test_files_of_responses_go_after_a_day_also_where_nobody_asks_for_another(survey):
    path = books.path(7)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    foreign = path.with_name("999999-7.xlsx")
    foreign.write_bytes(b"")
    assert upkeep.would_purge(after(hours=23))["files"] == 0
    assert upkeep.purge(after(hours=25))["files"] == 1
    assert not path.exists()
    assert foreign.exists()
    foreign.unlink()


def test_a_night_whose_worker_died_is_taken_up_the_same_night_and_only_then(survey, monkeypatch):
    night = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
    monkeypatch.setattr(upkeep.clock, "now", lambda: night)

    def die(_move):
        raise SystemExit

    with monkeypatch.context() as dying, pytest.raises(SystemExit):
        dying.setattr(upkeep, "heal", die)
        upkeep.tonight()
    done = []
    monkeypatch.setattr(upkeep, "heal", lambda move: (move(), done.append("healed"), [])[-1])
    upkeep.tonight()
    assert done == [], "whoever began it may still be at it"
    change("UPDATE progress SET moved_at = moved_at - interval '11 minutes'")
    upkeep.tonight()
    upkeep.tonight()
    change("UPDATE progress SET moved_at = moved_at - interval '11 minutes'")
    upkeep.tonight()
    assert done == ["healed"]
    report = db.session.scalar(text("SELECT report FROM progress WHERE kind = 'night' AND state = 'done'"))
    assert report.keys() == {*upkeep.purge(night), "healed"}


def test_the_night_is_kept_once_a_day_however_many_clocks_there_are(survey, monkeypatch):
    done = []
    monkeypatch.setattr(upkeep, "heal", lambda _move: (done.append("healed"), [])[-1])
    night = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
    for moment in (night.replace(hour=1), night, night, night + dt.timedelta(days=1)):
        monkeypatch.setattr(upkeep.clock, "now", lambda moment=moment: moment)
        upkeep.tonight()
    assert done == ["healed", "healed"]
