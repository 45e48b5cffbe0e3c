"""The staff area: its rail by right, what waits, and how open activities stand."""

import datetime as dt

import pytest
from flask import url_for

from portal.accounts import rules
from portal.accounts.rules import Right, Role
from portal.core import clock, desk
from portal.organisations import service as organisations
from tests.support import cast, consented, work

PARTS = ("surveys", "contacts")


def test_the_first_page_shows_what_is_open_with_its_total(browser):
    survey = cast.survey(title={"fr": "Se déplacer"})
    last = browser.submit(browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="a", go="next"), go="next")
    browser.submit(last, go="send")
    work.do_all()
    browser.sign_in(cast.staff())
    page = browser.get("/manage/")
    assert "Se déplacer" in page.text
    assert '<td class="num">1</td>' in page.text


def test_an_unanswered_activity_waits_and_says_how_late_it_is(browser):
    cast.survey(opens_in=-dt.timedelta(days=60), closes_at=clock.now() - dt.timedelta(days=42))
    browser.sign_in(cast.staff())
    assert "12\N{NO-BREAK SPACE}jours de retard" in browser.get("/manage/").text
    browser.post("/sign-out")
    browser.sign_in(cast.staff(Role.FIELD_AGENT))
    assert 'class="todo"' not in browser.get("/manage/").text


def test_an_empty_town_has_a_designed_page(browser):
    browser.sign_in(cast.staff())
    assert "Rien n’est ouvert" in browser.get("/manage/").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RESIDENT])
def test_everybody_sees_the_lines_they_may_follow(browser, role):
    browser.sign_in(cast.staff(role))
    links = browser.read(browser.get("/manage/")).links
    for entry in desk.entries(lambda right: right is not Right.DESK, PARTS):
        is_shown = any(link.startswith("/manage/") and link == _path(browser, entry.endpoint) for link in links)
        assert is_shown == (entry in desk.entries(_rights(role), PARTS)), entry.endpoint


def test_a_resident_has_no_staff_area(browser):
    browser.post("/sign-in", {"email": "carol@example.org"})
    [letter] = work.letters()
    browser.post(work.link_in(letter, "/sign-in/"))
    assert browser.get("/me").status_code == 200
    assert browser.get("/manage/").status_code == 403


def test_my_account_lists_what_i_took_part_in_and_nothing_of_others(browser):
    survey = cast.survey(access="email", title={"fr": "Se déplacer"})
    first = browser.get(f"/surveys/{survey.slug}/answer")
    last = browser.submit(browser.submit(first, q1="b", go="next"), go="next")
    browser.submit(last, address="carol@example.org", go="send")
    browser.submit(browser.get(work.link_in(work.letters()[0], "/confirm/")))
    work.letters()
    for address, expected in (("carol@example.org", True), ("dave@example.org", False)):
        browser.post("/sign-in", {"email": address})
        browser.post(work.link_in(work.letters()[0], "/sign-in/"))
        assert ("Se déplacer" in browser.get("/me").text) is expected
        browser.post("/sign-out")


def _rights(role):
    return lambda right: rules.may(role, right)


def _path(browser, endpoint):
    with browser.client.application.test_request_context(base_url=f"http://{browser.host}"):
        return url_for(endpoint)


def test_the_contact_base_has_its_figures_for_whoever_may_see_it(browser):
    browser.sign_in(cast.staff(Role.CONTACT_MANAGER))
    assert "Personne pour l’instant" in browser.get("/manage/").text
    survey = cast.survey(access="account")
    consented.take_part(survey, "carol@example.org")
    work.do_all()
    page = browser.get("/manage/").text
    assert '<b class="mid-figure">1</b>' in page
    assert "Informations municipales" in page
    browser.sign_in(cast.staff(Role.EDITOR))
    assert "mid-figure" not in browser.get("/manage/").text


def test_a_part_that_is_switched_off_leaves_the_staff_area(browser, town):
    browser.sign_in(cast.staff())
    assert "/manage/contacts" in browser.get("/manage/").text
    organisations.change(town.id, modules=["surveys"])
    page = browser.get("/manage/").text
    assert "/manage/contacts" not in page
    assert "/manage/surveys" in page
