"""What a town switched off is gone for everybody, everywhere; what people hold of it still works."""

import re

import pytest

from portal.accounts.rules import Role
from portal.contacts.models import Contact
from portal.core import desk
from portal.core.database import db
from portal.organisations import service as organisations
from portal.participation import kinds
from portal.participation.queries import activities
from portal.wiring import KINDS, PARTS, RAIL
from tests.architecture.test_access import call, path_of, rules_of
from tests.support import cast, work

TITLE = "Se déplacer"


@pytest.fixture
def survey(town):
    return cast.survey(slug="moving", title={"fr": TITLE})


@pytest.fixture
def token(browser, survey):
    """The personal link of somebody who answered."""
    last = browser.submit(browser.submit(browser.get("/surveys/moving/answer"), q1="a", go="next"), go="next")
    token = browser.submit(last, go="send").location.rsplit("/", 1)[1]
    work.do_all()
    return token


def rules_of_part(app, part):
    """Every route of a part, with each method it takes."""
    for rule in rules_of(app):
        if part in (PARTS.get(rule.endpoint), PARTS.get(rule.endpoint.rpartition(".")[0])):
            yield from ((rule, method) for method in ("GET", "POST") if method in rule.methods)


@pytest.fixture
def here(survey, token):
    """What the town holds, under the names that addresses use."""
    contact = Contact(name="Carole")
    db.session.add(contact)
    db.session.commit()
    return {"slug": "moving", "activity_id": survey.id, "token": token, "contact_id": contact.id, "page_key": "p1"}


@pytest.mark.parametrize("part", sorted(set(PARTS.values())))
def test_no_address_of_a_part_that_is_switched_off_answers(app, town, browser, here, part):
    alice = cast.staff(Role.ADMINISTRATOR)
    routes = list(rules_of_part(app, part))
    pages = [path_of(rule, here) for rule, method in routes if method == "GET" and rule.arguments <= here.keys()]
    answering = [path for path in pages if call(browser, "GET", path).status_code != 404]
    assert len(answering) >= 3, "else they would be gone in any case"
    organisations.change(town.id, modules=sorted(set(town.modules) - {part}))
    for person in (None, alice):
        if person is not None:
            browser.sign_in(person)
        for rule, method in routes:
            assert call(browser, method, path_of(rule, here)).status_code == 404, f"{method} {rule} for {person}"


def test_every_part_of_the_rail_and_of_the_kinds_is_one_whose_pages_are_named():
    named = {entry.part for entry in RAIL} | {kind.part for kind in KINDS}
    assert named - {""} == set(PARTS.values())
    for entry in RAIL:
        assert PARTS.get(entry.endpoint.rpartition(".")[0], "") == entry.part, entry.endpoint


@pytest.fixture
def off(town, survey, token):
    organisations.change(town.id, modules=["contacts"])


def test_lists_feeds_and_open_data_leave_a_switched_off_kind_out(browser, survey, off):
    for path in ("/", "/results", "/projects", "/search", "/search?q=déplacer", "/feed.atom", "/sitemap.xml", "/zones"):
        answer = browser.get(path)
        assert answer.status_code in (200, 404), path
        assert TITLE not in answer.text, path
        assert "/surveys" not in answer.text, path
    assert browser.get("/api/v1/activities").json["items"] == []
    assert browser.get("/api/v1/activities?kind=survey").status_code == 400
    for ending in ("", "/results", "/receipts.csv", "/responses.csv"):
        assert browser.get(f"/api/v1/activities/{survey.id}{ending}").status_code == 404, ending
    for path in (f"/a/{survey.id}", f"/a/{survey.id}/poster", "/embed/survey/moving", f"/sent/{survey.id}"):
        assert browser.get(path).status_code == 404, path


def test_staff_find_nothing_of_a_switched_off_kind_either(browser, survey, off):
    browser.sign_in(cast.staff(Role.ADMINISTRATOR))
    assert TITLE not in browser.get("/manage/").text
    for page in ("answer", "history"):
        assert browser.get(f"/manage/activities/{survey.id}/{page}").status_code == 404, page


def test_receipts_and_personal_links_of_a_switched_off_kind_still_work(browser, survey, token, off):
    mine = browser.get(f"/my/{token}")
    assert mine.status_code == 200
    assert "/surveys" not in mine.text
    receipt = browser.get(re.search(r"/r/[0-9A-Z-]+", mine.text)[0])
    assert receipt.status_code == 200
    assert "/surveys" not in receipt.text
    assert browser.get(f"/my/{token}/consents").status_code == 200
    assert browser.post(f"/my/{token}/withdraw").status_code == 303
    assert browser.get(f"/my/{token}").status_code == 200


def test_what_is_switched_on_again_is_all_there(town, browser, survey, off):
    assert kinds.in_use() == []
    assert activities.open_now() == []
    assert desk.entries(lambda _right: True, ["contacts"])
    organisations.change(town.id, modules=["contacts", "surveys"])
    assert TITLE in browser.get("/").text
    assert browser.get("/surveys/moving").status_code == 200
