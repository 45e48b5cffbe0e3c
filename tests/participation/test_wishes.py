"""Who asked to be told an answer is told it, also when it comes after participations have lost their addresses."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.accounts.rules import Role
from portal.consents import offers
from portal.consents import service as consents
from portal.consents.service import Ticked
from portal.contacts.events import PersonErased
from portal.core import clock, outbox
from portal.core.database import db, transaction
from portal.participation import notices, upkeep
from portal.participation.queries import activities, answering
from portal.participation.service import activities as service
from portal.participation.service import keys
from tests.support import cast, residents, work

ANSWER = {"decision": "accepted", "author": "Alice Martin, maire", "body": {"fr": "Nous le ferons **en mars**."}}


def ticked(*keys_of_purposes):
    return Ticked(offers.words_of(keys_of_purposes, "fr"), "fr", "Notice")


@pytest.fixture(params=[False, True], ids=["confidential", "anonymous"])
def asked(request, town):
    """A survey that closed seven months ago: two people want to know, one does not."""
    consents.offer_answers()
    survey = cast.survey(access="email", is_anonymous=request.param)
    for person, purposes in {"carol": ("answer",), "dan": ("answer", "information"), "erin": ("information",)}.items():
        residents.take_part(survey, address=f"{person}@example.org", ticked=ticked(*purposes))
    work.do_all()
    work.letters()
    with transaction():
        db.session.execute(text("UPDATE activities SET closes_at = now() + interval '1 second'"))
    return survey


def forget_identities(expected=3):
    assert upkeep.purge(clock.now() + dt.timedelta(days=200))["identities"] == expected


def answer(survey):
    """Publish a version. Returns who it is mailed to."""
    service.answer(survey.id, **ANSWER)
    work.do_all()
    return sorted(letter["To"] for letter in work.letters())


def waiting():
    return db.session.scalars(text("SELECT address FROM answer_wishes ORDER BY address")).all()


def test_an_answer_that_comes_late_finds_who_asked_and_so_does_its_correction(asked):
    forget_identities()
    assert waiting() == ["carol@example.org", "dan@example.org"], "who did not ask is forgotten"
    assert answering.count_asked(asked.id) == 2
    assert answer(asked) == ["carol@example.org", "dan@example.org"]
    assert answer(asked) == ["carol@example.org", "dan@example.org"], "a correction, within six months"
    soon, late = (clock.now() + dt.timedelta(days=days) for days in (182, 184))
    assert upkeep.purge(soon)["fulfilled"] == 0
    assert upkeep.would_purge(late)["fulfilled"] == upkeep.purge(late)["fulfilled"] == 2
    assert waiting() == []
    assert answer(asked) == [], "nobody knows any more whom to tell"


def test_who_was_told_within_six_months_is_forgotten(asked):
    assert len(answer(asked)) == 2
    forget_identities()
    assert waiting() == []


def test_who_was_told_lately_is_told_a_correction_too(asked):
    """An address that goes with its participation the day after the letter would leave somebody with a wrong answer."""
    answer(asked)
    with transaction():
        db.session.execute(text("UPDATE people_told SET told_at = told_at + interval '100 days'"))
    forget_identities()
    assert answer(asked) == ["carol@example.org", "dan@example.org"]
    assert upkeep.purge(clock.now() + dt.timedelta(days=282))["fulfilled"] == 0
    assert upkeep.purge(clock.now() + dt.timedelta(days=284))["fulfilled"] == 2
    assert waiting() == []


def test_each_letter_says_where_it_is_stopped(asked):
    service.answer(asked.id, **ANSWER)
    work.do_all()
    assert all("/my/" in work.text_of(letter) for letter in work.letters())
    with transaction():
        db.session.execute(text("UPDATE people_told SET told_at = told_at + interval '100 days'"))
    forget_identities()
    service.answer(asked.id, **ANSWER)
    work.do_all()
    assert all("town.test/me" in work.text_of(letter) for letter in work.letters())


def test_a_kept_address_leads_to_no_participation(asked):
    forget_identities()
    linked = "SELECT count(*) FROM answer_wishes w JOIN participations p ON p.person_key = w.person_key"
    assert db.session.scalar(text(linked)) == 0
    assert db.session.scalar(text("SELECT count(*) FROM participation_versions WHERE to_address IS NOT NULL")) == 0


def test_an_address_waits_36_months_at_most(asked):
    forget_identities()
    early, late = (clock.now() + dt.timedelta(days=days) for days in (1095, 1098))
    assert upkeep.purge(early)["wishes"] == 0
    assert upkeep.would_purge(late)["wishes"] == upkeep.purge(late)["wishes"] == 2
    assert waiting() == []


def test_who_waits_can_stop_it_from_their_account(asked, browser):
    forget_identities()
    browser.sign_in(cast.staff(Role.RESIDENT, "carol@example.org"))
    page = browser.get("/me")
    form = next(place for place, each in enumerate(browser.read(page).forms) if each.action.endswith("/stop"))
    assert browser.submit(page, form=form).status_code == 303
    assert waiting() == ["dan@example.org"]
    assert answer(asked) == ["dan@example.org"]


def test_an_erased_person_waits_for_nothing_and_no_letter_leaves(asked):
    forget_identities()
    service.answer(asked.id, **ANSWER)
    erased_at = clock.database_now().isoformat()
    outbox.publish(PersonErased(person_key=keys.person_key("dan@example.org").hex(), erased_at=erased_at))
    db.session.commit()
    work.do_all()
    assert [letter["To"] for letter in work.letters()] == ["carol@example.org"]
    assert waiting() == ["carol@example.org"]


def test_the_notice_and_the_privacy_page_say_how_long_where_that_is_offered(town, browser):
    survey = activities.card_by_id(cast.survey(access="email").id)
    assert "36" not in notices.notice(survey).text
    assert "36 mois" not in browser.get("/privacy").text
    consents.offer_answers()
    assert "36" in notices.notice(survey).text
    assert "36 mois" in browser.get("/privacy").text
