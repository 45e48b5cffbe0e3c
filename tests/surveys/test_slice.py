"""The main job through every layer: asked, answered without script, confirmed by mail, counted, shown."""

from sqlalchemy import text

from portal.accounts.rules import Role
from portal.consents import service as consents
from portal.core.database import db
from portal.participation import tally
from portal.participation.queries import tallies
from tests.support import cast, work


def test_a_resident_answers_page_by_page_confirms_by_mail_and_is_counted(browser):
    survey = cast.survey(access="email")
    first = browser.get(f"/surveys/{survey.slug}/answer")
    second = browser.submit(first, q1="b", go="next")
    last = browser.submit(second, q2="4", q3="Plus d’ombre", go="next")
    sent = browser.submit(last, address="carol@example.org", zone="gare", consent=["information"], age="y", go="send")
    assert (sent.status_code, sent.location) == (303, f"/sent/{survey.id}")

    work.do_all()
    assert tallies.head(survey.id).pending == 1
    [letter] = work.letters()
    page = browser.get(work.link_in(letter, "/confirm/"))
    pressed = browser.submit(page)
    receipt = browser.get(pressed.location)
    assert receipt.status_code == 200

    work.do_all()
    head = tallies.head(survey.id)
    assert (head.counted, head.pending) == (1, 0)
    cells = {(cell.mark, cell.assurance): cell.n for cell in tallies.cells(survey.id)}
    assert cells["q1=b", "email"] == 1
    assert cells["q2=4", "email"] == 1
    assert tally.verify(survey.id) == []
    results = browser.get(f"/surveys/{survey.slug}/results")
    assert "À vélo" in results.text


def test_anybody_answers_without_identity_and_gets_a_personal_page(browser):
    survey = cast.survey(access="anyone")
    last = browser.submit(browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="a", go="next"), go="next")
    done = browser.submit(last, go="send")
    assert done.status_code == 303
    mine = browser.get(done.location)
    assert mine.status_code == 200
    again = browser.submit(last, go="send")
    assert again.location == done.location, "a double click is one answer"
    work.do_all()
    assert tallies.head(survey.id).counted == 1

    withdrawn = browser.submit(mine)
    assert withdrawn.status_code == 303
    work.do_all()
    assert tallies.head(survey.id).counted == 0
    assert tally.verify(survey.id) == []


def test_a_survey_for_accounts_takes_no_post_from_a_visitor(browser):
    survey = cast.survey(access="account")
    browser.sign_in(cast.staff(Role.RESIDENT, "carol@example.org"))
    first = browser.get(f"/surveys/{survey.slug}/answer")
    last = browser.submit(browser.submit(first, q1="a", go="next"), go="next")
    browser.post("/sign-out")
    for page, go in ((first, "next"), (last, "send")):
        refused = browser.submit(page, go=go)
        assert (refused.status_code, refused.location.split("?")[0]) == (303, "/sign-in")
    work.do_all()
    assert (tallies.head(survey.id).counted, tallies.head(survey.id).pending) == (0, 0)


def test_without_identity_means_that_of_nobody_signed_in_either(browser):
    """The notice says that nothing is kept of who answers: no box is offered, and one that is posted is not kept."""
    survey = cast.survey(access="anyone")
    consents.offer_answers()
    browser.sign_in(cast.staff(Role.RESIDENT, "carol@example.org"))
    first = browser.get(f"/surveys/{survey.slug}/answer")
    last = browser.submit(browser.submit(first, q1="a", go="next"), go="next")
    assert "sans aucune identité" in last.text
    assert "36 mois" not in last.text
    assert 'name="consent"' not in last.text
    fields = browser.read(last).forms[0].fields | {"consent": "answer", "age": "y", "go": "send"}
    assert browser.post(f"/surveys/{survey.slug}/answer", data=fields).status_code == 303
    kept = "SELECT count(*) FROM participation_versions WHERE to_address IS NOT NULL"
    assert (db.session.scalar(text(kept)), db.session.scalar(text("SELECT count(*) FROM ticks"))) == (0, 0)
    work.do_all()
    assert tallies.head(survey.id).counted == 1
