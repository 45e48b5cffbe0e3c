"""Openings and closings are told of once per instant, to those who lead the activity."""

import datetime as dt
import threading

import pytest
from sqlalchemy import text

from portal.accounts.rules import Role
from portal.core import audit, clock, outbox, tenancy
from portal.core.database import db, transaction
from portal.participation import events
from portal.participation.service import announcing, lifecycle
from tests.support import cast, residents, work


@pytest.fixture
def alice(town):
    return cast.staff(Role.EDITOR, "alice@town.example.org")


@pytest.fixture
def told(monkeypatch):
    """The events that were published."""
    heard, publish = [], outbox.publish
    monkeypatch.setattr(outbox, "publish", lambda event: (heard.append(event), publish(event)))
    return heard


def survey_of(user, **values):
    made = cast.survey(actor_id=user.id, **values)
    db.session.expunge(made)
    return made


def pass_closing(survey, **ago):
    ago = ago or {"minutes": 1}
    with transaction():
        values = {"id": survey.id, "at": clock.now() - dt.timedelta(**ago)}
        db.session.execute(
            text("UPDATE activities SET closes_at = :at, opens_at = :at - interval '1 hour' WHERE id = :id"), values
        )


def subjects():
    work.do_all()
    return [letter["Subject"] for letter in work.letters()]


def test_an_opening_is_told_of_once(alice, told):
    survey = survey_of(alice)
    assert announcing.tick() == 1
    assert announcing.tick() == 0
    assert [type(event) for event in told] == [events.ActivityOpened]
    assert told[0].opened_at == survey.opens_at.isoformat()
    assert len([subject for subject in subjects() if "Se déplacer" in subject]) == 1
    assert audit.of_subject("activity", survey.id, size=1)[0].action == "activity.opened"


def test_what_is_scheduled_or_a_draft_is_not_told_of(alice, told):
    survey_of(alice, opens_in=cast.HOUR)
    cast.surveys.create(cast.questionnaire(), title={"fr": "Brouillon"}, actor_id=alice.id)
    assert announcing.tick() == 0
    assert told == []


def test_a_closing_is_told_with_how_many_count_and_what_is_owed(alice):
    survey = survey_of(alice)
    announcing.tick()
    residents.answer(survey, "a", address=None)
    lifecycle.close_now(survey.id, actor_id=alice.id)
    subjects()
    assert announcing.tick() == 1
    work.do_all()
    [letter] = work.letters()
    assert letter["To"] == "alice@town.example.org"
    assert f"/manage/activities/{survey.id}/answer" in work.text_of(letter)
    assert "1 participation" in work.text_of(letter)


def test_a_closing_that_is_moved_is_told_of_again(alice, told):
    survey = survey_of(alice)
    pass_closing(survey)
    announcing.tick()
    pass_closing(survey, seconds=10)
    announcing.tick()
    announcing.tick()
    closings = [event.closed_at for event in told if isinstance(event, events.ActivityClosed)]
    assert len(closings) == len(set(closings)) == 2


def test_what_is_no_news_any_more_is_told_without_a_letter(alice, told):
    survey = survey_of(alice)
    pass_closing(survey, days=3)
    assert announcing.tick() == 2
    assert len(told) == 2
    assert subjects() == []


def test_only_who_works_on_it_and_still_may_is_written_to(town, alice):
    cast.staff(Role.EDITOR, "bob@town.example.org")
    gone = cast.staff(Role.EDITOR, "gone@town.example.org")
    survey = survey_of(alice)
    with transaction():
        audit.record("activity.edited", "activity", survey.id, actor_id=gone.id)
        gone.is_active = False
    announcing.tick()
    work.do_all()
    assert [letter["To"] for letter in work.letters()] == ["alice@town.example.org"]


def test_two_clocks_at_once_tell_once(committed_app, committed_database):
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        for number in range(5):
            cast.survey(title={"fr": f"Sondage {number}"})
    db.session.remove()
    ready, announced = threading.Barrier(4), []

    def tick():
        with committed_app.app_context():
            ready.wait()
            announced.append(announcing.tick())
            db.session.remove()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(announced) == 5
    statement = text("SELECT count(*) FROM outbox WHERE event = 'ActivityOpened'")
    assert db.session.scalar(statement) == 5
