"""Purposes in the back office: added, renamed, ordered, switched off; their wordings shown as they were."""

import pytest

from portal.accounts.rules import Role
from portal.consents import queries, service
from portal.consents.rules import Basis
from portal.core import tenancy
from portal.core.tenancy import use_organisation
from tests.support import cast, work


def test_a_purpose_is_added_and_proposed_on_forms(desk):
    page = desk.get("/manage/purposes/new")
    sent = desk.submit(page, name_fr="Alertes crues", name_en="Flood alerts", basis="consent")
    assert sent.status_code == 303
    purpose = queries.purpose_by_key("alertes-crues")
    assert purpose.is_offered
    assert queries.offered()[-1].id == purpose.id
    assert "Alertes crues" in desk.get("/manage/purposes/").text


def test_what_does_not_rest_on_consent_is_never_a_box(desk):
    desk.submit(desk.get("/manage/purposes/new"), name_fr="Alertes", basis="public_interest")
    purpose = queries.purpose_by_key("alertes")
    assert not purpose.is_offered
    page = desk.get(f"/manage/purposes/{purpose.id}")
    assert desk.submit(page, name_fr="Alertes", is_offered="y", is_active="y").status_code == 422


def test_nothing_is_added_without_name_or_basis(desk):
    page = desk.get("/manage/purposes/new")
    assert desk.submit(page, name_fr="", basis="consent").status_code == 422
    assert desk.submit(page, name_fr="X").status_code == 422
    assert desk.submit(page, name_fr="X", basis="whim").status_code == 422


def test_a_political_organisation_writes_with_consent_only(database):
    other = cast.organisation("autrement", "autrement.test", regime="political")
    with use_organisation(other.id), pytest.raises(service.NotThisPurpose):
        service.add_purpose({"fr": "Tract"}, Basis.LEGITIMATE_INTEREST)


def test_the_order_on_forms_is_the_order_of_the_list(desk):
    first, second = queries.purposes()
    assert desk.post(f"/manage/purposes/{second.id}/move", {"to": "up"}).status_code == 303
    assert [each.id for each in queries.offered()] == [second.id, first.id]
    desk.post(f"/manage/purposes/{second.id}/move", {"to": "up"})
    assert [each.id for each in queries.offered()] == [second.id, first.id], "the first stays the first"
    desk.post(f"/manage/purposes/{second.id}/move", {"to": "down"})
    assert [each.id for each in queries.offered()] == [first.id, second.id]


def test_a_purpose_switched_off_leaves_the_forms(desk):
    [first, _] = queries.purposes()
    page = desk.get(f"/manage/purposes/{first.id}")
    assert desk.submit(page, name_fr="Infos", is_offered="y", is_active=[]).status_code == 303
    assert first.id not in [each.id for each in queries.offered()]
    assert tenancy.get(type(first), first.id).name["fr"] == "Infos"


def test_words_that_people_agreed_to_stay_as_they_were_shown(browser):
    survey = cast.survey(access="email")
    last = browser.submit(browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="b", go="next"), go="next")
    browser.submit(last, address="carol@example.org", consent=["information"], age="y", go="send")
    work.letters()
    purpose = queries.purpose_by_key("information")
    service.edit_purpose(purpose.id, name={"fr": "Tout autre chose"}, is_offered=True, is_active=True)
    browser.sign_in(cast.staff())
    page = browser.get(f"/manage/purposes/{purpose.id}").text
    assert "Informations municipales" in page
    assert "Tout autre chose" in page


def test_an_editor_changes_no_purpose(browser):
    browser.sign_in(cast.staff(Role.EDITOR))
    assert browser.get("/manage/purposes/").status_code == 403
