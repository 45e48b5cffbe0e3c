"""The public JSON, held to its own description; what strangers may not see is not there."""

import csv
import hashlib
import io
import json

import pytest

from portal.core import clock, tenancy
from portal.participation.rules import states
from portal.participation.service import activities
from tests.support import cast, json_schema, work
from tests.support.browser import Browser
from tests.support.shared_data import shared_data

HOUR = cast.HOUR


def described(browser: Browser, path: str, name: str, status: int = 200):
    """The answer, once it fits the published description of that shape."""
    document = json.loads(browser.get("/api/openapi.json").text)
    response = browser.get(path)
    assert response.status_code == status, response.text
    value = json.loads(response.text)
    schemas = document["components"]["schemas"]
    assert json_schema.faults(value, schemas[name], schemas) == []
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.mimetype == ("application/problem+json" if name == "Problem" else "application/json")
    return value


def answer(browser: Browser, survey, **filled: object) -> str:
    """An answer without identity. Returns the path of its personal page."""
    first = browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1=filled.pop("q1", "a"), go="next")
    last = browser.submit(first, q2=filled.pop("q2", "4"), q3=filled.pop("q3", ""), go="next")
    return browser.submit(last, zone=filled.pop("zone", "gare"), go="send").location


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))


def test_every_described_address_answers_as_described(browser):
    project = activities.create_project(title={"fr": "La place"})
    survey = cast.survey(title={"fr": "Se déplacer"}, project_id=project.id, themes=["mobilité"])
    mine = answer(browser, survey)
    work.do_all()
    activities.answer(survey.id, decision=states.Decision.PARTLY, author="La maire", body={"fr": "Oui, **mais**."})
    code = browser.get(mine).text.split("/r/")[1].split('"')[0]

    [item] = described(browser, "/api/v1/activities", "ActivityList")["items"]
    assert (item["title"], item["participations"], item["state"]) == ("Se déplacer", 1, "open")
    whole = described(browser, f"/api/v1/activities/{survey.id}", "Activity")
    assert whole["answer"]["body_html"] == "<p>Oui, <strong>mais</strong>.</p>\n"
    assert whole["project"]["url"] == f"http://{cast.HOST}/projects/la-place"
    figures = described(browser, f"/api/v1/activities/{survey.id}/results", "Results")
    assert figures["participations"]["counted"] == 1
    assert figures["participations"]["by_zone"] == [{"zone": "gare", "label": "Gare", "n": 1}]
    first, scale, _words = figures["questions"]
    assert first["options"][0] == {"key": "a", "label": "À pied", "n": 1, "share": 1}
    assert scale["statistics"]["mean"] == 4
    assert described(browser, f"/api/v1/receipts/{code}", "Receipt")["state"] == "counted"


def test_labels_speak_the_language_of_the_address(browser):
    survey = cast.survey(title={"fr": "Se déplacer", "en": "Getting around"})
    assert described(browser, f"/en/api/v1/activities/{survey.id}", "Activity")["title"] == "Getting around"


def test_the_document_names_every_address_and_no_other(app, browser):
    document = json.loads(browser.get("/api/openapi.json").text)
    routes = {
        rule.rule.removeprefix("/api").replace("<int:activity_id>", "{id}").replace("<code>", "{code}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
    }
    assert set(document["paths"]) == routes
    assert browser.get("/api/").text.count("<section") == len(routes)
    assert browser.get("/en/api/").status_code == 200


def test_the_receipts_add_up_to_the_figure_and_anyone_finds_their_own(browser):
    survey = cast.survey()
    mine = [answer(browser, survey) for _ in range(4)]
    codes = [browser.get(path).text.split("/r/")[1].split('"')[0] for path in mine]
    browser.submit(browser.get(mine[0]))
    work.do_all()
    response = browser.get(f"/api/v1/activities/{survey.id}/receipts.csv")
    head, *listed = rows(response)
    assert head == ["sha256", "state"]
    figures = json.loads(browser.get(f"/api/v1/activities/{survey.id}/results").text)
    assert sum(state == "counted" for _, state in listed) == figures["participations"]["counted"] == 3
    state = dict(listed)
    assert [state[hashlib.sha256(code.encode()).hexdigest()] for code in codes] == ["withdrawn", *["counted"] * 3]
    assert listed == sorted(listed), "the order tells nothing of when"


def test_results_that_are_not_public_are_refused(browser):
    later = cast.survey(title={"fr": "Plus tard"}, results=states.ResultsVisibility.AFTER_CLOSE)
    described(browser, f"/api/v1/activities/{later.id}/results", "Problem", 403)
    staff = cast.survey(title={"fr": "Interne"}, results=states.ResultsVisibility.STAFF)
    described(browser, f"/api/v1/activities/{staff.id}/results", "Problem", 403)
    draft = cast.surveys.create(cast.questionnaire(), title={"fr": "Brouillon"})
    described(browser, f"/api/v1/activities/{draft.id}", "Problem", 404)
    described(browser, f"/api/v1/activities/{draft.id}/receipts.csv", "Problem", 404)


def test_single_responses_are_published_only_where_the_organisation_says_so_and_once_it_is_over(browser):
    survey = cast.survey()
    for _ in range(5):
        answer(browser, survey, q1="b", q3="Mon nom est Carol", zone="lande")
    work.do_all()
    path = f"/api/v1/activities/{survey.id}/responses.csv"
    described(browser, path, "Problem", 404)
    activities.edit_activity(survey.id, publishes_responses=True)
    described(browser, path, "Problem", 403)
    activities.edit_activity(survey.id, closes_at=clock.now())
    head, *listed = rows(browser.get(path))
    assert head == ["q1", "q2", "q3"]
    assert listed == [["b", "4", "*"]] * 5
    text = browser.get(path).text
    assert "Carol" not in text
    assert "lande" not in text


def test_nothing_moved_is_a_304(app, town):
    survey = cast.survey()
    reader = Browser(app, town.host, is_anonymous=True)
    path = f"/api/v1/activities/{survey.id}/results"
    first = reader.get(path)
    again = reader.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.text) == (304, "")


def test_the_tag_follows_words_and_figures(browser):
    survey = cast.survey()
    path = f"/api/v1/activities/{survey.id}"
    tags = {browser.get(path).headers["ETag"]}
    activities.edit_activity(survey.id, title={"fr": "Autrement"})
    tags.add(browser.get(path).headers["ETag"])
    answer(browser, survey)
    work.do_all()
    tags.add(browser.get(path).headers["ETag"])
    tags.add(browser.get("/en" + path).headers["ETag"])
    assert len(tags) == 4


def test_pages_follow_each_other_by_next(browser):
    for number in range(33):
        cast.survey(title={"fr": f"Sujet {number}"})
    first = described(browser, "/api/v1/activities?state=open", "ActivityList")
    assert len(first["items"]) == 30
    assert first["next"].startswith(f"http://{cast.HOST}/api/v1/activities?state=open&after=")
    second = described(browser, first["next"].removeprefix(f"http://{cast.HOST}"), "ActivityList")
    assert second["next"] is None
    assert len({item["id"] for item in (*first["items"], *second["items"])}) == 33


@pytest.mark.parametrize("query", ["kind=nonsense", "state=draft", "zone=nowhere"])
def test_a_filter_that_names_nothing_is_refused(browser, query):
    described(browser, f"/api/v1/activities?{query}", "Problem", 400)


def test_hostile_words_are_only_words(browser):
    for words in json.loads(shared_data("G_hostile", "blns.json").read_text())[:40]:
        response = browser.client.get(
            "/api/v1/activities", query_string={"q": words, "after": words}, base_url=f"http://{cast.HOST}"
        )
        assert response.status_code in (200, 429)


def test_the_next_town_reads_none_of_ours(browser):
    survey = cast.survey()
    mine = answer(browser, survey)
    code = browser.get(mine).text.split("/r/")[1].split('"')[0]
    other = cast.organisation("next", cast.NEIGHBOUR)
    browser.host = other.host
    for path in (
        f"activities/{survey.id}",
        f"activities/{survey.id}/results",
        f"activities/{survey.id}/receipts.csv",
        f"receipts/{code}",
    ):
        described(browser, f"/api/v1/{path}", "Problem", 404)
    assert described(browser, "/api/v1/activities", "ActivityList")["items"] == []


def test_only_reading_is_possible(browser):
    assert browser.post("/api/v1/activities").status_code == 405


def test_a_stream_keeps_its_organisation_until_its_end(app, town):
    with tenancy.use_organisation(town.id):
        survey = cast.survey()
    response = app.test_client().get(
        f"/api/v1/activities/{survey.id}/receipts.csv", base_url=f"http://{town.host}", buffered=False
    )
    assert b"sha256" in b"".join(response.response)
