"""An administrator sets the organisation up in the back office, with no code."""

import pytest
from sqlalchemy import select

from portal.accounts.rules import Role
from portal.core.audit import AuditEntry
from portal.core.database import db
from portal.organisations import queries
from tests.support import cast

PAGES = ("", "names", "colours", "legal", "accessibility", "modules")


@pytest.mark.parametrize("page", PAGES)
def test_every_settings_page_opens(desk, page):
    assert desk.get(f"/manage/settings/{page}").status_code == 200
    assert desk.get(f"/en/manage/settings/{page}").status_code == 200


def test_the_name_changes_everywhere(desk, town):
    page = desk.get("/manage/settings/names")
    sent = desk.submit(page, name="Ville d’Essai", language="fr", others=["en"], time_zone="Indian/Reunion")
    assert (sent.status_code, sent.location) == (303, "/manage/settings/?saved=1")
    assert "Ville d’Essai" in desk.get("/").text
    assert queries.card_by_id(town.id).time_zone == "Indian/Reunion"


def test_the_regime_is_shown_and_never_asked(desk, town):
    assert "public" in desk.get("/manage/settings/").text
    desk.submit(
        desk.get("/manage/settings/names"), name="X", regime="political", host="x.test", time_zone="Europe/Paris"
    )
    card = queries.card_by_id(town.id)
    assert (card.regime, card.host) == ("public", cast.HOST)


def test_colours_dress_the_pages_under_an_address_that_changes_with_them(desk):
    assert "identity.css" not in desk.get("/").text
    desk.submit(desk.get("/manage/settings/colours"), brand="#7a1f3d", accent="#e8b04a")
    url = _identity_url(desk)
    sheet = desk.get(url)
    assert "#7a1f3d" in sheet.text
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]
    desk.submit(desk.get("/manage/settings/colours"), brand="#1f3d7a", accent="#e8b04a")
    assert _identity_url(desk) != url


def test_a_colour_nobody_could_read_is_refused_with_the_reason(desk):
    refused = desk.submit(desk.get("/manage/settings/colours"), brand="#ffee88", accent="#e8b04a")
    assert refused.status_code == 422
    assert "4,5" in refused.text
    assert desk.submit(desk.get("/manage/settings/colours"), brand="red;}", accent="#e8b04a").status_code == 422


def test_without_somebody_responsible_the_page_says_that_no_form_opens(desk, town):
    town.legal = {}
    db.session.commit()
    queries.forget_cards()
    assert "Aucun formulaire ne peut encore ouvrir" in desk.get("/manage/settings/").text
    page = desk.get("/manage/settings/legal")
    assert desk.submit(page, controller="", contact="").status_code == 422
    assert desk.submit(page, controller="Ville d’Essai", contact="mairie@town.example").status_code == 303
    assert "Aucun formulaire" not in desk.get("/manage/settings/").text


def test_an_audit_that_was_made_says_when(desk):
    page = desk.get("/manage/settings/accessibility")
    assert desk.submit(page, state="full").status_code == 422
    assert desk.submit(page, state="partial", on="2026-10-01", known="Les cartes").status_code == 303
    assert "2026-10-01" in desk.get("/manage/settings/accessibility").text


def test_the_sender_must_be_an_address(desk, town):
    page = desk.get("/manage/settings/modules")
    assert desk.submit(page, mail_from="not an address").status_code == 422
    assert desk.submit(page, mail_from="participer@town.example", modules=["surveys"]).status_code == 303
    card = queries.card_by_id(town.id)
    assert (card.mail_from, card.modules) == ("participer@town.example", frozenset({"surveys"}))


def test_each_change_names_who_made_it(desk):
    desk.submit(desk.get("/manage/settings/names"), name="Y", language="fr", time_zone="Europe/Paris")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "organisation.changed")).one()
    assert entry.actor_id is not None


def test_an_editor_has_no_settings(browser):
    browser.sign_in(cast.staff(Role.EDITOR))
    for page in PAGES:
        assert browser.get(f"/manage/settings/{page}").status_code == 403


def _identity_url(browser):
    text = browser.get("/").text
    return text[text.index("/identity.css") :].split('"')[0]
