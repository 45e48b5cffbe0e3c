"""Whatever is sent, the answer is a clear page and nothing is stored half."""

import json
import os
import re
import uuid

import pytest
from sqlalchemy import text

from portal.core import tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.service import confirming
from tests.support import cast, residents, work
from tests.support.shared_data import shared_data

FIELDS = ("q1", "q2", "q3", "q1.other", "page", "form", "go", "submission", "zone", "address", "consent", "age")
TEMPLATE = re.compile(r"\{\{|\}\}|\{%")  # the test browser takes it for code that was not rendered


EVERY = 1 if os.environ.get("PORTAL_TESTS_VARIANTS") == "all" else 6  # `make audit` tries each string in each field


@pytest.fixture(scope="module")
def strings():
    found = [
        text for text in json.loads(shared_data("G_hostile", "blns.json").read_text()) if not TEMPLATE.search(text)
    ]
    return [*found, "x" * 100_000, "\0", "a\0b", "\ud7ff", "\U0010ffff" * 50, "１２", "-1", "1e309", "NaN", "9" * 400]


@pytest.fixture
def survey(town):
    made = cast.survey(access="email")
    db.session.expunge(made)
    return made


def form(**values):
    known = {"q1": "a", "page": "2", "go": "send", "submission": str(uuid.uuid4()), "address": "carol@example.org"}
    return known | values


def post(browser, survey, data, **headers):
    answer = browser.post(f"/surveys/{survey.slug}/answer", data, **headers)
    assert answer.status_code in (200, 303, 400, 404, 409, 413, 422), answer.status
    if answer.status_code >= 400:
        assert 'lang="fr"' in answer.text
        assert "<h1" in answer.text
    return answer


def stored():
    """(participations, versions, without version)."""
    return tuple(
        db.session.execute(
            text(
                "SELECT (SELECT count(*) FROM participations), (SELECT count(*) FROM participation_versions), (SELECT count(*)"
                " FROM participations p WHERE NOT EXISTS (SELECT FROM participation_versions v WHERE v.participation_id = p.id))"
            )
        ).one()
    )


@pytest.fixture(autouse=True)
def unlimited(app, monkeypatch):
    monkeypatch.setattr("portal.core.limits.ACTS_A_MINUTE", 10**9)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_bears_every_hostile_string(browser, survey, strings, field):
    chosen = strings[FIELDS.index(field) % EVERY :: EVERY] + strings[-10:]
    for number, hostile in enumerate(chosen):
        post(browser, survey, form(address=f"r{number}@example.org") | {field: hostile})
    participations, versions, halves = stored()
    assert (participations, halves) == (versions, 0)
    work.do_all()
    assert tally.verify(survey.id) == []


@pytest.mark.parametrize("code", ["{{ 7 * 7 }}", "{% raw %}", "${7*7}", "{{ config }}"])
def test_what_looks_like_template_code_is_text(app, survey, code):
    answer = app.test_client().post(
        f"/surveys/{survey.slug}/answer", base_url="http://town.test", data=form(address=code)
    )
    assert answer.status_code == 422
    assert f'value="{code}"' in answer.text


@pytest.mark.parametrize("field", ["q1", "q2", "q3"])
def test_the_screens_before_the_last_bear_them_too(browser, survey, strings, field):
    for hostile in strings[::5]:
        post(browser, survey, {"q1": "a", field: hostile, "page": "1" if field != "q1" else "0", "go": "next"})
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"q1": []}, {"q1": ["a", "b"]}, {"q1": "~other"}, {"q1": "z"}, {"q2": "6"}, {"q2": "0"}, {"q2": "two"},
        {"q2": ["1", "2"]}, {"q3": "x" * 20_000}, {"zone": "elsewhere"}, {"address": ""}, {"address": "carol"},
        {"address": "carol@" + "x" * 300 + ".org"}, {"address": "carol@example.org\r\nBcc: all@example.org"},
        {"consent": "everything", "age": "y"}, {"consent": "information"},
    ],
    ids=str,
)  # fmt: skip
def test_what_nobody_offered_is_refused_and_nothing_is_kept(browser, survey, wrong):
    answer = post(browser, survey, form(**wrong))
    assert answer.status_code == 422
    assert stored() == (0, 0, 0)
    assert work.letters() == []


@pytest.mark.parametrize("repeated", ["submission", "page", "go", "address", "form"])
def test_a_field_that_comes_twice_counts_where_it_comes_first_or_not_at_all(browser, survey, repeated):
    data = form()
    data[repeated] = [data.get(repeated, "1"), "other"]
    post(browser, survey, data)
    assert stored()[2] == 0


def test_an_empty_post_is_the_first_screen_again(browser, survey):
    assert post(browser, survey, {}).status_code == 422


@pytest.mark.parametrize(
    "body", [b"q1=\xff\xfe&page=2&go=send", b"\xff=\xff", b"%ff=%ff&q1=%c3%28", b"&" * 5000, b"q1"]
)
def test_bytes_that_are_no_text_are_refused_or_read_as_best_they_can(browser, survey, body):
    post(browser, survey, body, Content_Type="application/x-www-form-urlencoded")
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "\xe9"]
)
def test_another_type_of_body_is_an_empty_form(browser, survey, kind):
    answer = post(browser, survey, b'{"q1": "a"}', Content_Type=kind)
    assert answer.status_code in (400, 422)


def test_too_many_fields_are_refused(browser, survey):
    assert post(browser, survey, {f"f{number}": "x" * 900 for number in range(3000)}).status_code == 413


def test_a_large_body_is_refused_in_french(browser, survey):
    answer = post(browser, survey, {"q3": "x" * (3 * 1024 * 1024)})
    assert answer.status_code == 413
    assert stored() == (0, 0, 0)


@pytest.mark.parametrize("path", ["/surveys/{}", "/surveys/{}/answer", "/surveys/{}/results", "/confirm/{}", "/r/{}", "/my/{}",
                                  "/surveys/mine/{}/answer", "/sent/{}", "/r?code={}", "/search?q={}", "/a/{}"])  # fmt: skip
@pytest.mark.parametrize(
    "word",
    ["%00", "%ff", "a%00b", "..%2f..%2fetc%2fpasswd", "9" * 40, "-1", "'; DROP TABLE x--", "é" * 200, "x" * 3000],
)
def test_addresses_that_lead_nowhere_say_so(browser, survey, path, word):
    answer = browser.get(path.format(word))
    assert answer.status_code in (200, 303, 308, 404, 405, 429), answer.status


@pytest.mark.parametrize("path", ["/confirm/{}", "/my/{}/withdraw", "/surveys/mine/{}/answer"])
@pytest.mark.parametrize("word", ["forged", "%00", "%ff", "x" * 3000])
def test_forged_links_do_nothing(browser, survey, path, word):
    residents.answer(survey)
    answer = browser.post(path.format(word), form())
    assert answer.status_code in (404, 410)
    work.do_all()
    assert residents.head(survey) == (0, 1)


def test_another_towns_survey_zone_and_links_do_not_exist_here(browser, survey):
    neighbour = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(neighbour.id):
        theirs = cast.survey(title={"fr": "Chez eux"}, access="email")
        slug, their_id = theirs.slug, theirs.id
        token = residents.take_part(theirs, address="mallory@example.org")
    for path in (f"/surveys/{slug}", f"/surveys/{slug}/answer", f"/sent/{their_id}", f"/my/{token}"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/surveys/{slug}/answer", form()).status_code == 404
    assert browser.post(f"/my/{token}/withdraw").status_code == 404
    assert post(browser, survey, form(form="999")).status_code == 404


def test_the_same_page_whoever_has_the_address_already(browser, survey):
    first = post(browser, survey, form())
    confirming.confirm(residents.mailed_links()[0])
    again = post(browser, survey, form(address="CAROL@example.org", q1="b"))
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert browser.get(first.location).status_code == 200


def test_the_trap_for_robots_looks_like_success_and_keeps_nothing(browser, survey):
    answer = post(browser, survey, form(website="https://spam.example"))
    assert answer.location == f"/sent/{survey.id}"
    assert stored() == (0, 0, 0)
