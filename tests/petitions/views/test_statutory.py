"""Signing a statutory petition: what finds an elector is asked, hashed and never stored."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.accounts.rules import Role
from portal.core.database import db
from portal.participation.service import acts
from portal.petitions.queries import electors as queries
from portal.petitions.queries import paper
from portal.petitions.service import electors
from tests.support import cast, signers, work

ROLL = "nom;prénoms;date de naissance\nMARTIN;Carol Anne;24/12/1970\nNOIR;Eve;03/04/1990\n"
CAROL = {"last_name": "Martin", "first_names": "Carol", "born_on": "1970-12-24", "postcode": "14000"}


@pytest.fixture
def petition(app, town):
    app.extensions.pop("statutory_petitions", None)
    electors.import_register(
        ROLL.encode(), undertaking="Maire", undertaken_on=acts.today(), purge_on=acts.today() + dt.timedelta(days=9)
    )
    cast.threshold(None, one_in=2, is_statutory=True, promise="debate")
    made = cast.petition(is_statutory=True)
    db.session.expunge(made)
    return made


def test_an_elector_signs_and_the_page_says_how_many_the_law_asks_for(petition, browser):
    page = browser.get(f"/petitions/{petition.slug}/sign")
    assert 'name="name"' not in page.text
    assert "liste électorale" in page.text, "the notice says what finds an elector (R11)"
    assert browser.submit(page, address="carol@example.org", **CAROL).status_code == 303
    signers.confirm_all()
    signers.signed_by(petition, "Gil Roux")
    work.do_all()
    shown = browser.get(f"/petitions/{petition.slug}").text
    assert "électeur" in shown
    assert "à part" in shown
    assert (
        db.session.scalar(text("SELECT content ->> 'name' FROM participation_versions ORDER BY id LIMIT 1"))
        == "Carol Martin"
    )


@pytest.mark.parametrize("born_on", ["", "yesterday", "2999-01-01", "1970-02-31", "0001-01-01", "<script>"])
def test_a_day_that_is_none_is_refused(petition, browser, born_on):
    page = browser.get(f"/petitions/{petition.slug}/sign")
    wrong = browser.submit(page, address="carol@example.org", **(CAROL | {"born_on": born_on}))
    assert wrong.status_code == 422
    assert 'href="#born_on"' in wrong.text


def test_hostile_names_are_refused_or_hashed(petition, browser):
    page = browser.get(f"/petitions/{petition.slug}/sign")
    for name in ("=cmd|' /C calc'!A0", "https://spam.example", "\u202e", "a" * 300):
        assert browser.submit(page, address="c@example.org", **(CAROL | {"last_name": name})).status_code == 422


def test_an_ordinary_petition_asks_for_no_birth_date(petition, browser):
    other = cast.petition(ask="Des bancs")
    assert "born_on" not in browser.get(f"/petitions/{other.slug}/sign").text


def test_a_sheet_of_a_statutory_petition_asks_what_finds_an_elector(petition, browser):
    browser.sign_in(cast.staff(Role.MODERATOR))
    sheet, _line = signers.on_paper(petition)
    path = f"/manage/petitions/{petition.id}/paper/{sheet}"
    typed = {"name-0": "Noir", "first-0": "Eve", "born-0": "3/4/1990", "place-0": "14000"}
    assert browser.submit(browser.get(path), **(typed | {"born-0": "hier"})).status_code == 422
    assert browser.submit(browser.get(path), **typed).status_code == 303
    assert [(row.name, row.assurance) for row in paper.lines(sheet)] == [("Eve Noir", "verified")]
    assert queries.current_register().electors == 2
