"""Staff accounts: made, invited, changed, switched off; and the map of rights."""

import pytest

from portal.accounts import queries
from portal.accounts.rules import Role
from tests.support import cast, work
from tests.support.browser import Browser


@pytest.fixture
def alice(browser):
    person = cast.staff(email="alice@example.org")
    browser.sign_in(person)
    return person


def test_somebody_invited_chooses_a_password_by_the_mailed_link(app, town, browser, alice):
    page = browser.get("/manage/staff/new")
    sent = browser.submit(page, name="Bob", email="Bob@Example.org", role="moderator")
    assert (sent.status_code, sent.location) == (303, "/manage/staff/?done=invited")
    assert "Bob" in browser.get(sent.location).text
    bob = Browser(app, town.host)
    opened = bob.get(work.link_in(work.letters()[0], "/sign-in/"))
    assert bob.submit(opened, password="four words that fit").location == "/manage/"


def test_an_address_has_one_account(browser, alice):
    page = browser.get("/manage/staff/new")
    assert browser.submit(page, name="Alice", email="ALICE@example.org", role="editor").status_code == 422


def test_another_role_ends_the_sessions_of_the_old_one(app, town, browser, alice):
    bob = cast.staff(Role.EDITOR)
    elsewhere = Browser(app, town.host)
    elsewhere.sign_in(bob)
    page = browser.get(f"/manage/staff/{bob.id}")
    assert browser.submit(page, name="Bob", role="moderator", is_active="y").status_code == 303
    assert queries.find_by_email(bob.email).role == Role.MODERATOR
    assert elsewhere.get("/manage/").status_code == 303


def test_the_last_administrator_stays_one(browser, alice):
    page = browser.get(f"/manage/staff/{alice.id}")
    assert browser.submit(page, name="Alice", role="editor", is_active="y").status_code == 422
    assert browser.submit(page, name="Alice", role="administrator", is_active=[]).status_code == 422
    cast.staff(Role.ADMINISTRATOR, "other@example.org")
    assert browser.submit(page, name="Alice", role="editor", is_active="y").status_code == 303


def test_a_resident_s_account_is_nobody_s_to_edit(browser, alice):
    carol = cast.staff(Role.RESIDENT, "carol@example.org")
    assert browser.get(f"/manage/staff/{carol.id}").status_code == 404
    assert browser.post(f"/manage/staff/{carol.id}", {"name": "x", "role": "editor"}).status_code == 404


def test_the_map_of_rights_is_for_all_staff(browser):
    browser.sign_in(cast.staff(Role.FIELD_AGENT))
    assert "Exporter des contacts" in browser.get("/manage/staff/roles").text
    assert browser.get("/manage/staff/").status_code == 403
