"""Signing through every layer: one page without script, confirmed by mail, counted, shown, changed, taken back."""

import re

from portal.participation import tally
from portal.participation.queries import tallies
from tests.support import cast, work

FILLED = {"name": "Carol Martin", "address": "carol@example.org", "postcode": "14000"}


def test_a_resident_signs_on_one_page_confirms_by_mail_and_is_counted(browser):
    petition = cast.petition()
    cast.threshold(2)
    page = browser.get(f"/petitions/{petition.slug}")
    assert "Signer" in page.text
    form = browser.get(f"/petitions/{petition.slug}/sign")
    sent = browser.submit(form, **FILLED, zone="gare", shows_name="y", consent=["information"], age="y")
    assert (sent.status_code, sent.location) == (303, f"/sent/{petition.id}")
    assert browser.get(sent.location).status_code == 200

    work.do_all()
    assert tallies.head(petition.id).pending == 1
    [letter] = work.letters()
    receipt = browser.submit(browser.get(work.link_in(letter, "/confirm/")))
    assert browser.get(receipt.location).status_code == 200
    work.do_all()
    head = tallies.head(petition.id)
    assert (head.counted, head.pending) == (1, 0)
    assert tally.verify(petition.id) == []
    [cell] = [cell for cell in tallies.cells(petition.id) if cell.n]
    assert (cell.mark, cell.assurance, cell.n) == ("", "email", 1)
    assert cell.zone_id
    page = browser.get(f"/petitions/{petition.slug}")
    assert re.search(r'class="figure">1<', page.text)


def test_a_signature_is_changed_and_taken_back_from_the_personal_link(browser):
    petition = cast.petition()
    browser.submit(browser.get(f"/petitions/{petition.slug}/sign"), **FILLED)
    work.do_all()
    [letter] = work.letters()
    browser.submit(browser.get(work.link_in(letter, "/confirm/")))
    work.do_all()
    [letter] = work.letters()
    token = work.link_in(letter, "/my/").rsplit("/", 1)[1]
    changed = browser.submit(browser.get(f"/petitions/mine/{token}"), shows_name="y", zone="lande", comment="Enfin !")
    assert changed.location == f"/my/{token}"
    work.do_all()
    assert tallies.head(petition.id).counted == 1
    browser.submit(browser.get(f"/my/{token}"))
    work.do_all()
    assert tallies.head(petition.id).counted == 0
    assert tally.verify(petition.id) == []


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(browser):
    petition = cast.petition()
    form = browser.get(f"/petitions/{petition.slug}/sign")
    page = browser.submit(form, name="www.acheter.fr", address="carol", postcode="x", comment="Oui")
    assert page.status_code == 422
    assert "www.acheter.fr" in page.text
    assert "Oui" in page.text
    assert page.text.count('class="error"') == 3
    formula = browser.submit(form, name="=1+1", address="carol@example.org", postcode="14000")
    assert formula.status_code == 422


def test_a_closed_petition_shows_its_number_and_takes_no_signature(browser, database):
    petition = cast.petition()
    form = browser.get(f"/petitions/{petition.slug}/sign")
    petition.closes_at = petition.opens_at + cast.HOUR / 2
    database.session.commit()
    late = browser.submit(form, **FILLED)
    assert late.status_code == 409
    assert "Signer" not in browser.get(f"/petitions/{petition.slug}").text


def test_a_machine_that_fills_what_people_never_see_gets_the_same_page(browser):
    petition = cast.petition()
    form = browser.get(f"/petitions/{petition.slug}/sign")
    sent = browser.submit(form, **FILLED, website="https://spam.example")
    assert sent.location == f"/sent/{petition.id}"
    work.do_all()
    assert work.letters() == []


def test_the_list_finds_petitions_by_words_and_by_state(browser):
    cast.petition(ask="Une passerelle sur la Vire")
    cast.petition(ask="Des bancs au marché", opens_in=-2 * cast.HOUR, closes_at=None)
    assert "bancs" in browser.get("/petitions").text
    found = browser.get("/petitions?q=passerelle&state=open")
    assert "passerelle" in found.text
    assert "Des bancs" not in found.text
    assert browser.get("/petitions?state=rejected").status_code == 200
