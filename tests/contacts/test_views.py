"""From the personal link: what I agreed to, and stopping it in one press."""

import pytest
from sqlalchemy import select

from portal.contacts.models import ConsentEvent
from portal.contacts.queries import held, ledger
from portal.core.database import db
from portal.participation.models import Participation
from portal.participation.service import keys
from tests.support import cast, consented, work


@pytest.fixture
def mine(browser, town):
    """The path of carol's consents; she agreed to both purposes."""
    consented.take_part(cast.survey(access="account"), "carol@example.org", "information", "consultations")
    work.do_all()
    return f"/my/{keys.manage_token(db.session.scalar(select(Participation.id)))}/consents"


def states():
    contact = held.find_by_key(keys.person_key("carol@example.org"))
    return [row.event for row in ledger.states_of(contact.id)]


def test_the_personal_page_leads_to_the_consents(browser, mine):
    page = browser.get(mine.removesuffix("/consents"))
    assert mine in browser.read(page).links


def test_one_press_stops_one_purpose(browser, mine):
    page = browser.get(mine)
    assert page.text.count("Vous avez accepté") == 2
    purpose_id = next(iter(consented.ticked("information").purposes))
    done = browser.submit(page, withdraw=str(purpose_id))
    assert done.status_code == 303
    assert states() == ["withdrawn", "granted"]
    after = browser.get(done.location)
    assert "Votre choix est enregistré" in after.text
    event = db.session.scalar(select(ConsentEvent).where(ConsentEvent.event == "withdrawn"))
    assert (event.method, event.form, event.wording_id is not None) == ("online", "personal link", True)


def test_one_press_stops_everything_and_a_second_adds_nothing(browser, mine):
    page = browser.get(mine)
    browser.submit(page, withdraw="all")
    browser.submit(page, withdraw="all")
    assert states() == ["withdrawn", "withdrawn"]
    assert len(db.session.scalars(select(ConsentEvent)).all()) == 4


def test_agreeing_again_keeps_the_words_that_were_shown(browser, mine):
    browser.submit(browser.get(mine), withdraw="all")
    page = browser.get(mine)
    purpose_id = next(iter(consented.ticked("information").purposes))
    browser.submit(page, agree=str(purpose_id))
    browser.submit(page, agree=str(purpose_id))
    assert states() == ["granted", "withdrawn"]
    assert len(db.session.scalars(select(ConsentEvent)).all()) == 5


@pytest.mark.parametrize("sent", [{}, {"withdraw": "999"}, {"withdraw": "x"}, {"agree": "all"}, {"agree": "-1"}])
def test_what_nobody_offered_changes_nothing(browser, mine, sent):
    assert browser.post(mine, sent).status_code == 303
    assert states() == ["granted", "granted"]


def test_who_never_agreed_is_told_that_nothing_is_kept(browser, town):
    consented.take_part(cast.survey(access="account"), "dave@example.org", is_consented=False)
    token = keys.manage_token(db.session.scalar(select(Participation.id)))
    page = browser.get(f"/my/{token}/consents")
    assert "ne conserve rien" in page.text
    assert browser.post(f"/my/{token}/consents", {"agree": "1"}).status_code == 303


def test_a_link_that_is_none_leads_nowhere(browser, town):
    assert browser.get("/my/nothing/consents").status_code == 404
    assert browser.post("/my/nothing/consents", {"withdraw": "all"}).status_code == 404
