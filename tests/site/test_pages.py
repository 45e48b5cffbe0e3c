"""Every page of the site, empty and full, in both languages, and nothing of the next town."""

import datetime as dt

import pytest

from portal.core import clock
from portal.participation.rules import states
from portal.participation.service import activities
from tests.support import cast, work

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
PAGES = (
    "/",
    "/zones",
    "/zones/halles",
    "/projects",
    "/results",
    "/surveys",
    "/search",
    "/legal",
    "/privacy",
    "/accessibility",
)
SHARED = ("/a/{id}", "/a/{id}/qr.svg", "/a/{id}/poster", "/embed/survey/{slug}", "/surveys/{slug}")


def closed(title: str, days: int = 12, **values: object):
    return cast.survey(
        title={"fr": title}, opens_in=-(days + 5) * DAY, closes_at=clock.now() - days * DAY - HOUR, **values
    )


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_sound_with_nothing_to_show(browser, path, language):
    page = browser.get(language + path)
    assert page.status_code == 200
    assert "public" in page.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("language", ["", "/en"])
def test_home_says_what_is_open_what_closes_soon_and_what_came_of_the_rest(browser, language):
    cast.survey(title={"fr": "Bientôt"}, closes_at=clock.now() + 2 * DAY)
    cast.survey(title={"fr": "Plus tard"}, closes_at=clock.now() + 60 * DAY)
    cast.survey(title={"fr": "À venir"}, opens_in=3 * DAY)
    answered = closed("Répondu")
    activities.answer(
        answered.id, decision=states.Decision.REFUSED, author="La maire", body={"fr": "Le coût est trop haut."}
    )
    closed("En attente", answer_due_on=clock.now().date() - 12 * DAY)
    cast.surveys.create(cast.questionnaire(), title={"fr": "Brouillon"})
    page = browser.get(language + "/")
    text = page.text
    sections = [text.index(word) for word in ("Bientôt", "Plus tard", "À venir", "Répondu")]
    assert sections == sorted(sections)
    assert "En attente" in text
    assert "Le coût est trop haut." in text
    assert "Brouillon" not in text
    words = ("Deux sujets", "en retard de 12", "Refusé") if not language else ("Two subjects", "late by 12", "Refused")
    assert [word for word in words if word not in text] == []


def test_a_zone_page_lists_its_subjects_and_counts_its_people(browser):
    zones = {zone.key: zone.id for zone in cast.territory.territory().zones()}
    survey = cast.survey(title={"fr": "Ici"}, zone_id=zones["gare"])
    cast.survey(title={"fr": "Ailleurs"}, zone_id=zones["halles"])
    cast.survey(title={"fr": "Partout"})
    last = browser.submit(browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="a", go="next"), go="next")
    browser.submit(last, zone="gare", go="send")
    work.do_all()
    page = browser.get("/zones/gare").text
    assert "Ici" in page
    assert "Partout" in page
    assert "Ailleurs" not in page
    browser.get("/en/zones/gare")
    assert '<span class="figure">1</span>' in page
    assert browser.get("/zones/nowhere").status_code == 404


def test_a_project_shows_its_parts_its_steps_and_its_outcome(browser):
    today = clock.now().date()
    project = activities.create_project(
        title={"fr": "La place"},
        body={"fr": "Pourquoi **maintenant**."},
        timeline=[
            {"on": str(today - 30 * DAY), "title": {"fr": "Réunion"}},
            {"on": str(today + 30 * DAY), "title": {"fr": "Décision"}, "note": {"fr": "En conseil"}},
        ],
    )
    cast.survey(title={"fr": "Votre avis"}, project_id=project.id)
    page = browser.get(f"/projects/{project.slug}").text
    assert "<strong>maintenant</strong>" in page
    assert "Votre avis" in page
    assert page.index("Réunion") < page.index("Décision")
    assert 'aria-current="step"' in page
    assert browser.get("/projects").text.count("La place") == 1
    hidden = activities.create_project(title={"fr": "Secret"}, is_published=False)
    assert browser.get(f"/projects/{hidden.slug}").status_code == 404


def test_results_say_who_answered_and_who_is_late(browser):
    answered = closed("Halles")
    activities.answer(
        answered.id,
        decision=states.Decision.PARTLY,
        author="La maire",
        title={"fr": "Essai de six mois"},
        body={"fr": "…"},
    )
    closed("Venelles", days=3)
    page = browser.get("/results").text
    assert "Essai de six mois" in page
    assert "depuis 3" in page.replace("\u00a0", " ")


def test_surveys_are_listed_by_state(browser):
    cast.survey(title={"fr": "Les bancs"})
    closed("Les arbres")
    assert "Les arbres" not in browser.get("/surveys?state=open").text
    assert "Les bancs" not in browser.get("/surveys?state=closed").text
    both = browser.get("/surveys?state=nonsense").text
    assert "Les bancs" in both
    assert "Les arbres" in both


def test_a_page_is_not_kept_past_the_next_opening_or_closing(app, town):
    ends = clock.now() + HOUR
    cast.survey(title={"fr": "Fin proche"}, closes_at=ends)
    with app.test_request_context("/", base_url=f"http://{town.host}"):
        from_view = app.view_functions["site.home"]()
    assert float(from_view.headers["Parvis-Until"]) == pytest.approx(ends.timestamp(), abs=0.01)


def test_the_next_town_has_none_of_ours(app, browser):
    project = activities.create_project(title={"fr": "Chez nous"})
    survey = cast.survey(title={"fr": "Chez nous"})
    cast.organisation("next", cast.NEIGHBOUR)
    browser.host = cast.NEIGHBOUR
    for path in ("/projects/{project}", *SHARED):
        at = path.format(id=survey.id, slug=survey.slug, project=project.slug)
        assert browser.get(at).status_code == 404, at
    for path in ("/", "/results", "/surveys", "/search", "/projects", "/feed.atom", "/calendar.ics", "/sitemap.xml"):
        assert "Chez nous" not in browser.get(path).text
        assert "chez-nous" not in browser.get(path).text
