"""Every route says who may enter, keeps everybody else out, and knows nothing of the next town."""

import re

import pytest
from flask import current_app, g

from portal.accounts.rules import Right, Role, may
from portal.consents.models import Purpose
from portal.contacts.models import Contact
from portal.core import access, clock, progress, tenancy
from portal.core.database import db
from portal.participation.service import activities
from portal.petitions.models import Milestone
from portal.petitions.service import updating
from portal.territory import queries as territory
from tests.support import cast, residents, signers
from tests.support.browser import Browser

DESK = "/manage"
SECRET = "Secret de Mallory"
SHEET = "/manage/petitions/{activity_id}/paper/{sheet_id}"
METHODS = ("GET", "POST")
# A page that is the same for every address on purpose: it tells nothing.
SAME_FOR_ALL = {"accounts.open_link": 410}
# What only a demonstration on this machine has.
ELSEWHERE = ("mailbox.",)


def rules_of(app):
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def test_every_route_says_who_may_enter(app):
    for rule in rules_of(app):
        assert access.requirement_of(app.view_functions[rule.endpoint]) is not None, rule.endpoint


def test_every_page_of_the_staff_area_asks_for_a_right(app):
    for rule in rules_of(app):
        requirement = access.requirement_of(app.view_functions[rule.endpoint])
        assert isinstance(requirement, Right) == rule.rule.startswith(DESK), rule.rule


def test_residents_pages_write_nothing_on_get(app):
    for rule in rules_of(app):
        assert rule.methods & {"GET", "POST"} != {"GET", "POST"}, f"{rule.rule}: one view, one method"


def test_strangers_are_led_to_the_sign_in_page_from_everywhere_in_the_staff_area(app, browser):
    for rule, method in desk_acts(app):
        answer = call(browser, method, path_of(rule))
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), rule


@pytest.mark.parametrize("role", Role)
def test_each_role_enters_what_its_rights_say_and_nothing_else(app, browser, role):
    browser.sign_in(cast.staff(role))
    for rule, method in desk_acts(app):
        requirement = access.requirement_of(app.view_functions[rule.endpoint])
        if not may(role, requirement):
            assert call(browser, method, path_of(rule)).status_code == 403, f"{method} {rule}"
        elif method == "GET":
            assert call(browser, method, path_of(rule)).status_code in (200, 303, 404), f"{method} {rule}"


def test_staff_of_the_next_town_are_strangers_here(app, town):
    other = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(other.id):
        mallory = cast.staff(Role.ADMINISTRATOR, "mallory@example.org")
    browser = Browser(app, town.host)
    browser.sign_in(mallory)
    for rule, method in desk_acts(app):
        answer = call(browser, method, path_of(rule))
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), rule
    assert browser.get("/me").status_code == 303


def test_no_page_of_a_town_shows_what_the_next_one_holds(app, town, browser):
    """R2: each page with an argument is asked for with the neighbour's own, by an administrator of this town."""
    theirs = neighbours()
    browser.sign_in(cast.staff())
    unknown = set()
    for rule in rules_of(app):
        if "GET" not in rule.methods or not rule.arguments or rule.endpoint.startswith(ELSEWHERE):
            continue
        if unknown_here := rule.arguments - held_there(rule, theirs).keys():
            unknown |= unknown_here
            continue
        answer = call(browser, "GET", path_of(rule, held_there(rule, theirs)))
        assert answer.status_code == SAME_FOR_ALL.get(rule.endpoint, 404), f"{rule}: {answer.status}"
        assert SECRET not in answer.text, rule
    assert not unknown, "say in `neighbours` what the next town holds under these names"


def test_the_neighbour_s_own_pages_do_exist_there(app, town):
    """Else the test above would pass on anything."""
    theirs = neighbours()
    mallory = Browser(app, cast.NEIGHBOUR)
    with tenancy.use_organisation(theirs["organisation_id"]):
        mallory.sign_in(cast.staff(Role.ADMINISTRATOR, "mallory2@example.org"))
    signed = theirs["petitions"]
    for path in (
        "/petitions/{slug}",
        "/petitions/mine/{token}",
        "/manage/petitions/{activity_id}",
        SHEET,
        f"{SHEET}/scan",
    ):
        assert call(mallory, "GET", path.format(**signed)).status_code == 200, path
    for path in ("/surveys/{slug}", "/r/{code}", "/my/{token}", "/zones/{key}", "/manage/staff/{user_id}"):
        assert call(mallory, "GET", path.format(**theirs)).status_code == 200, path


def desk_acts(app):
    for rule in rules_of(app):
        if rule.rule.startswith(DESK):
            yield from ((rule, method) for method in METHODS if method in rule.methods)


def path_of(rule, values=None):
    """The rule with its arguments filled in; ids of nothing where none are given."""
    known = values or {}

    def fill(match):
        converter, _, name = match[1].rpartition(":")
        return str(known.get(name, 999_999 if converter == "int" else "nothing"))

    return re.sub(r"<([^>]+)>", fill, rule.rule)


def held_there(rule, theirs):
    """What the names in this address mean: pages of petitions are about petitions."""
    return theirs | theirs["petitions"] if "/petitions" in rule.rule else theirs


def call(browser, method, path):
    g.pop("_login_user", None)
    return browser.get(path) if method == "GET" else browser.post(path, {})


def neighbours():
    """What the next town holds, under the names that addresses use."""
    other = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(other.id):
        survey = cast.survey(title={"fr": SECRET}, slug="secret")
        project = activities.create_project(title={"fr": SECRET}, slug="secret")
        layer = territory.layers()[0]
        zone = territory.zones_of(layer.id)[0]
        zone.key = "secret"
        purpose = Purpose(key="secret", name={"fr": SECRET}, basis="consent")
        contact = Contact(name=SECRET)
        db.session.add_all([purpose, contact])
        db.session.commit()
        territory.forget()
        code, token = _participation(survey)
        petition = cast.petition(ask=SECRET, slug="secret-petition")
        signers.signed_by(petition, "Mallory Martin")
        sheet, line = signers.on_paper(petition, "Mallory Martin", "Max Martin")
        signed = {
            "activity_id": petition.id,
            "slug": petition.slug,
            "token": residents.manage_tokens()[-1],
            "sheet_id": sheet,
            "participation_id": line,
        }
        user = cast.staff(Role.EDITOR, "their-editor@example.org")
        return {
            "organisation_id": other.id,
            "petitions": signed,
            "activity_id": survey.id,
            "slug": "secret",
            "kind": "surveys",
            "key": "secret",
            "page_key": "p1",
            "code": code,
            "token": token,
            "name": "secret",
            "ending": "svg",
            "user_id": user.id,
            "project_id": project.id,
            "contact_id": contact.id,
            "event_id": 1,
            "layer_id": layer.id,
            "purpose_id": purpose.id,
            "progress_id": progress.begin("secret"),
            **_promised(),
        }


def _promised():
    """A petition of theirs that reached something, with news that waits."""
    petition = cast.petition(ask=SECRET)
    threshold = cast.threshold(1)
    reached = Milestone(activity_id=petition.id, threshold_id=threshold.id, number=1, reached_at=clock.now())
    db.session.add(reached)
    update = updating.propose(petition.id, title=SECRET, body=SECRET)
    db.session.commit()
    return {"threshold_id": threshold.id, "milestone_id": reached.id, "update_id": update.id}


def _participation(survey):
    mallory = Browser(current_app._get_current_object(), cast.NEIGHBOUR)
    last = mallory.submit(mallory.submit(mallory.get(f"/surveys/{survey.slug}/answer"), q1="a", go="next"), go="next")
    token = mallory.submit(last, go="send").location.rsplit("/", 1)[1]
    page = mallory.get(f"/my/{token}").text
    code = re.search(r"/r/([0-9A-Z-]+)", page)[1]
    return code, token
