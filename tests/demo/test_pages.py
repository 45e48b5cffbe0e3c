"""Every page of the demonstration, in both languages, through the strict browser."""

import pytest
from sqlalchemy import select

from portal.core import tenancy
from portal.core.database import db
from portal.demo import documents
from portal.organisations import queries as organisations
from portal.participation.models import Activity, Participation
from tests.support.browser import Browser

TOWN, OPPOSITION = "localhost", "opposition.localhost"
HOSTS = {"town": TOWN, "opposition": OPPOSITION}
SURVEYS = [(name, survey) for name in HOSTS for survey in documents.surveys(name)]
OWN = [
    "/",
    "/projects",
    "/results",
    "/zones",
    "/search",
    "/surveys",
    "/petitions",
    "/legal",
    "/privacy",
    "/accessibility",
]


@pytest.fixture
def look(loaded):
    """Fetch a page of one of the two hosts, each in a context of its own: what is kept in `g`, such as the language, goes."""

    def fetch(host, path):
        with loaded.app.app_context():
            return Browser(loaded.app, host).get(path)

    return fetch


def receipt_codes(loaded, state, count):
    with loaded.app.app_context(), tenancy.use_organisation(organisations.find_by_slug("saint-aurelien").id):
        codes = select(Participation.receipt_code).where(Participation.state == state).limit(count)
        return db.session.scalars(codes).all()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(("name", "survey"), SURVEYS, ids=[survey["slug"] for _, survey in SURVEYS])
def test_each_survey_has_all_its_pages(look, name, survey, language):
    said = survey["title"]["en" if language else "fr"]
    pages = ["", "/answer", "/results"] if survey["participations"] else ["", "/answer"]
    for page in pages:
        seen = look(HOSTS[name], f"{language}/surveys/{survey['slug']}{page}")
        assert seen.status_code == 200
        assert f'lang="{"en" if language else "fr"}"' in seen.text
        assert said.split(" ")[-1].strip("?\u00a0") in seen.text


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("document", documents.petitions(), ids=lambda document: document["ask"])
def test_each_petition_that_may_be_seen_has_its_page(loaded, look, language, document):
    with loaded.app.app_context(), tenancy.use_organisation(organisations.find_by_slug("saint-aurelien").id):
        slug = db.session.scalars(select(Activity.slug).where(Activity.title["fr"].astext == document["ask"])).one()
    seen = look(TOWN, f"{language}/petitions/{slug}")
    if document["standing"] in ("sponsoring", "moderation"):
        assert seen.status_code == 404
        return
    assert seen.status_code == 200
    assert document["ask"].split(" ")[-1] in seen.text


@pytest.mark.parametrize("host", HOSTS.values())
@pytest.mark.parametrize("path", OWN)
def test_pages_around_the_surveys(look, host, path):
    for language in ("", "/en"):
        assert look(host, language + path).status_code == 200


@pytest.mark.parametrize("project", documents.projects(), ids=lambda project: project["slug"])
def test_each_project_has_a_page(look, project):
    for language in ("fr", "en"):
        prefix = "" if language == "fr" else "/en"
        assert project["title"][language] in look(TOWN, f"{prefix}/projects/{project['slug']}").text


@pytest.mark.parametrize("zone", documents.zones(), ids=lambda zone: zone["properties"]["key"])
def test_each_neighbourhood_has_a_page(look, zone):
    assert zone["properties"]["name"] in look(TOWN, f"/zones/{zone['properties']['key']}").text


@pytest.mark.parametrize("state", ["counted", "invalidated"])
def test_receipts_can_be_read(loaded, look, state):
    found = receipt_codes(loaded, state, 3)
    assert len(found) == 3
    for code in found:
        assert code in look(TOWN, f"/r/{code}").text


def test_nothing_of_the_town_is_at_the_councillors_office(loaded, look):
    [code] = receipt_codes(loaded, "counted", 1)
    assert look(OPPOSITION, f"/r/{code}").status_code == 404
    for survey in documents.surveys("town"):
        assert look(OPPOSITION, f"/surveys/{survey['slug']}").status_code == 404
        assert look(OPPOSITION, f"/surveys/{survey['slug']}/results").status_code == 404
    for project in documents.projects():
        assert look(OPPOSITION, f"/projects/{project['slug']}").status_code == 404
    assert "Halles" not in look(OPPOSITION, "/results").text
