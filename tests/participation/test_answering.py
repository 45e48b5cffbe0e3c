"""The official answer: who asked is told, once per version, whatever runs twice."""

import pytest
from sqlalchemy import text

from portal.accounts.rules import Role
from portal.consents import service as consents
from portal.contacts.models import Contact
from portal.core.database import db
from portal.participation import events
from portal.participation.queries import activities, answering
from portal.participation.service import activities as service
from portal.participation.service import answering as telling
from portal.participation.service import keys
from tests.support import cast, work

ANSWER = {"decision": "accepted", "author": "Alice Martin, maire", "body": {"fr": "Nous le ferons **en mars**."}}


def take_part(browser, survey, address, *ticked):
    """Answer, and press the button in the letter."""
    page = browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="a", go="next")
    page = browser.submit(page, go="next")
    sent = browser.submit(page, address=address, consent=list(ticked), age="y" if ticked else "", go="send")
    assert sent.status_code == 303, browser.read(sent).text
    work.do_all()
    [letter] = work.letters()
    browser.submit(browser.get(work.link_in(letter, "/confirm/")))
    work.do_all()
    work.letters()


@pytest.fixture
def asked(browser):
    """A survey with two people who want to know, one who does not, and one who takes part back."""
    consents.offer_answers()
    survey = cast.survey(access="email")
    take_part(browser, survey, "carol@example.org", "answer")
    take_part(browser, survey, "dan@example.org", "answer", "information")
    take_part(browser, survey, "erin@example.org", "information")
    return survey


def test_who_asked_is_told_once_per_version_and_nobody_else(asked):
    assert answering.count_asked(asked.id) == 2
    first = service.answer(asked.id, **ANSWER)
    work.do_all()
    letters = work.letters()
    assert sorted(letter["To"] for letter in letters) == ["carol@example.org", "dan@example.org"]
    assert "en mars" in work.text_of(letters[0])
    telling.take([events.AnswerPublished(activity_id=asked.id, answer_id=first.id)] * 2)
    db.session.commit()
    assert work.letters() == [], "the same version again tells nobody"
    service.answer(asked.id, **ANSWER)
    work.do_all()
    assert len(work.letters()) == 2, "a correction is told once too"
    assert answering.count_told(first.id) == 2


def test_many_people_are_told_batch_after_batch(asked, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 1)
    service.answer(asked.id, **ANSWER)
    work.do_all()
    assert len(work.letters()) == 2


def test_asking_for_the_answer_makes_nobody_a_contact(asked):
    known = set(db.session.scalars(db.select(Contact.canonical_address)))
    assert "carol@example.org" not in known
    assert {"dan@example.org", "erin@example.org"} <= known


def test_an_anonymous_survey_tells_too_without_linking_anything(browser):
    consents.offer_answers()
    survey = cast.survey(access="email", is_anonymous=True)
    take_part(browser, survey, "carol@example.org", "answer")
    service.answer(survey.id, **ANSWER)
    work.do_all()
    assert [letter["To"] for letter in work.letters()] == ["carol@example.org"]


def test_staff_look_at_the_answer_and_at_who_is_told_before_they_publish(browser, asked):
    browser.sign_in(cast.staff(Role.EDITOR))
    form = browser.get(f"/manage/activities/{asked.id}/answer")
    seen = browser.submit(
        form, decision="partly", author="Alice", title_fr="Oui, en partie", body_fr="Voici <b>pourquoi</b>."
    )
    assert "2 personnes" in seen.text
    assert activities.latest_answer(asked.id) is None, "looking keeps nothing"
    published = browser.submit(seen, go="publish")
    assert published.status_code == 303
    again = browser.submit(seen, go="publish")
    assert again.status_code == 409, "the same page sent again publishes nothing"
    answer = activities.latest_answer(asked.id)
    assert (answer.number, answer.title["fr"]) == (1, "Oui, en partie")
    assert "<b>" not in answer.body_html["fr"]
    assert browser.get(f"/manage/activities/{asked.id}/history").status_code == 200


def test_an_answer_needs_its_words_and_documents_need_addresses(browser, asked):
    browser.sign_in(cast.staff(Role.EDITOR))
    form = browser.get(f"/manage/activities/{asked.id}/answer")
    assert browser.submit(form, decision="", author="", body_fr="").status_code == 422
    wrong = browser.submit(
        form, decision="refused", author="Alice", body_fr="Non.", documents="Étude javascript:alert(1)"
    )
    assert wrong.status_code == 422
    browser.sign_in(cast.staff(Role.MODERATOR))
    assert browser.get(f"/manage/activities/{asked.id}/answer").status_code == 403


def link_of(address):
    """The personal link's token of whoever took part under this address."""
    statement = text("SELECT id FROM participations WHERE person_key = :key")
    return keys.manage_token(db.session.scalar(statement, {"key": keys.person_key(address)}))


def test_one_press_on_the_personal_page_and_nobody_is_told(asked, browser):
    """R7: withdrawing takes no more clicks than granting."""
    token = link_of("carol@example.org")
    page = browser.get(f"/my/{token}")
    form = next(place for place, each in enumerate(browser.read(page).forms) if each.action.endswith("/stop-telling"))
    stopped = browser.submit(page, form=form)
    assert stopped.status_code == 303
    assert "stop-telling" not in browser.get(stopped.location).text
    assert answering.count_asked(asked.id) == 1
    assert browser.post(f"/my/{token}/stop-telling").status_code == 303, "pressing twice is harmless"
    assert browser.post("/my/nothing/stop-telling").status_code == 404
    service.answer(asked.id, **ANSWER)
    work.do_all()
    assert [letter["To"] for letter in work.letters()] == ["dan@example.org"]


def test_who_did_not_ask_has_no_such_button(asked, browser):
    assert "stop-telling" not in browser.get(f"/my/{link_of('erin@example.org')}").text


def test_an_address_that_was_kept_for_the_answer_alone_goes_with_the_wish(browser):
    consents.offer_answers()
    survey = cast.survey(access="email", is_anonymous=True)
    take_part(browser, survey, "carol@example.org", "answer")
    take_part(browser, survey, "dan@example.org", "answer", "information")
    for address in ("carol@example.org", "dan@example.org"):
        telling.stop_telling(link_of(address))
    kept = db.session.scalars(text("SELECT to_address FROM participation_versions WHERE to_address IS NOT NULL")).all()
    assert kept == ["dan@example.org"]
    assert db.session.scalar(text("SELECT count(*) FROM ticks")) == 1
