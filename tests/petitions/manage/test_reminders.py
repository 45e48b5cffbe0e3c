"""Staff are reminded once of what is near its day, and once of what is late; the answer reaches those who asked."""

import datetime as dt

import pytest

from portal.accounts.rules import Role
from portal.consents import rules
from portal.consents.models import Purpose
from portal.core import clock, tenancy
from portal.core.database import db
from portal.participation.rules.states import Decision
from portal.participation.service import activities
from portal.participation.service.acts import today
from portal.petitions.models import Milestone
from portal.petitions.service import reminding
from tests.support import cast, work

FILLED = {"name": "Carol Martin", "address": "carol@example.org", "postcode": "14000"}


@pytest.fixture
def staff(town):
    return [cast.staff(role) for role in (Role.MODERATOR, Role.EDITOR, Role.CONTACT_MANAGER)]


def reach(petition, *, days_ago):
    threshold = cast.threshold(10)
    reached_at = clock.now() - dt.timedelta(days=days_ago)
    db.session.add(Milestone(activity_id=petition.id, threshold_id=threshold.id, number=10, reached_at=reached_at))
    db.session.commit()


def told():
    return sorted((letter["To"].split("@")[0], letter["Subject"]) for letter in work.letters())


def test_moderators_are_told_once_when_it_is_near_and_once_when_it_is_late(staff, submitted):
    petition = submitted("Planter des haies", days_ago=2)
    work.letters()
    day = today()
    assert reminding.remind(day) == 0
    row = reminding.waiting.desk.waiting()[0][1]
    row.submitted_at = clock.now() - dt.timedelta(days=6)
    db.session.commit()
    assert reminding.remind(day) == 0, "the day was looked at"
    assert reminding.remind(day + dt.timedelta(days=1)) == 2
    work.do_all()
    letters = work.letters()
    reminders = [letter for letter in letters if letter["To"].split("@")[0] in ("moderator", "editor")]
    assert len(reminders) == 2
    assert "Planter des haies" in work.text_of(reminders[0])
    assert f"/manage/petitions/{petition.id}" in work.text_of(reminders[0])
    assert reminding.remind(day + dt.timedelta(days=1)) == 0


def test_those_who_answer_are_told_of_steps_that_are_due_or_late(staff):
    petition = cast.petition(ask="Planter des haies")
    reach(petition, days_ago=5)
    day = today()
    assert reminding.remind(day) == 0, "ten days are left"
    reach(cast.petition(ask="En retard"), days_ago=20)
    assert reminding.remind(day + dt.timedelta(days=1)) == 1
    [letter] = work.letters()
    assert letter["To"].startswith("editor")
    assert "En retard" in work.text_of(letter)
    assert "Planter" not in work.text_of(letter)


def test_the_clock_looks_once_a_day_in_the_morning_where_petitions_are_in_use(town, staff, submitted, monkeypatch):
    submitted(days_ago=9)
    work.letters()
    night, morning = (dt.datetime(2026, 11, 24, hour, tzinfo=dt.UTC) for hour in (4, 8))
    with tenancy.use_organisation(town.id):
        monkeypatch.setattr(reminding.clock, "now", lambda: night)
        assert reminding.tick() == 0
        monkeypatch.setattr(reminding.clock, "now", lambda: morning)
        assert reminding.tick() == 2
        assert reminding.tick() == 0


def test_what_waits_stands_on_the_first_page_of_those_who_may(browser, submitted):
    submitted("Planter des haies", days_ago=9)
    reach(cast.petition(ask="Une halle"), days_ago=20)
    pages = {}
    for role in (Role.MODERATOR, Role.EDITOR, Role.CONTACT_MANAGER):
        browser.sign_in(cast.staff(role))
        pages[role] = browser.get("/manage/").text
    todo = {role: page[page.find('id="todo"') : page.find('id="open"')] for role, page in pages.items()}
    assert "Planter des haies" in todo[Role.MODERATOR]
    assert "Une halle" not in todo[Role.MODERATOR]
    assert "Une halle" in todo[Role.EDITOR]
    assert 'id="todo"' not in pages[Role.CONTACT_MANAGER]


def test_signatories_who_asked_are_told_the_answer_once_per_version(browser):
    db.session.add(Purpose(key=rules.ANSWER, name=rules.ANSWER_NAMES, basis="consent"))
    db.session.commit()
    petition = cast.petition()
    form = browser.get(f"/petitions/{petition.slug}/sign")
    assert 'value="answer"' in form.text
    browser.submit(form, **FILLED, consent=["answer"], age="y")
    work.do_all()
    [letter] = work.letters()
    browser.submit(browser.get(work.link_in(letter, "/confirm/")))
    work.do_all()
    work.letters()
    said = {
        "decision": Decision.ACCEPTED,
        "author": "Le maire",
        "title": {"fr": "Oui"},
        "body": {"fr": "Nous le ferons."},
    }
    for _version in range(2):
        activities.answer(petition.id, **said)
        work.do_all()
        work.do_all()
        letters = [letter for letter in work.letters() if letter["To"] == "carol@example.org"]
        assert len(letters) == 1
        assert "Nous le ferons." in work.text_of(letters[0])
