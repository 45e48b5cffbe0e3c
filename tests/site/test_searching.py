"""The search page: words are marked and never run, filters stay in the address, hostile words do no harm."""

import json

import pytest
from markupsafe import Markup

from portal.participation.service import activities
from portal.site import highlight
from tests.support import cast
from tests.support.shared_data import shared_data


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("L’éclairage des écoles", "ECOLE", "L’éclairage des <mark>écoles</mark>"),
        ("Œuvres d’art", "oeuvre", "<mark>Œuvres</mark> d’art"),
        ("<b>parc</b>", "parc", "&lt;b&gt;<mark>parc</mark>&lt;/b&gt;"),
        ("rien ici", "<script>", "rien ici"),
        ("le parc", "", "le parc"),
    ],
)
def test_what_was_looked_for_is_marked_and_all_else_escaped(text, words, marked):
    assert highlight.highlight(text, words) == Markup(marked)


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_subject_and_a_project_are_found(browser, language):
    cast.survey(title={"fr": "Le parc des Coutures"})
    activities.create_project(title={"fr": "Des parcs pour tous"})
    page = browser.get(f"{language}/search?q=parc").text
    assert "<mark>parc</mark>" in page
    assert "<mark>parcs</mark>" in page


def test_nothing_found_says_what_to_try(browser):
    assert 'class="none"' in browser.get("/search?q=introuvable").text


def test_filters_stay_chosen_and_follow_to_the_next_page(browser):
    for number in range(31):
        cast.survey(title={"fr": f"Sujet {number}"})
    page = browser.get("/search?q=sujet&kind=survey&state=open&zone=gare")
    following = next(link for link in browser.read(page).links if "after=" in link)
    assert "kind=survey" in following
    assert "zone=gare" in following
    assert browser.get(following).text.count('class="kind"') == 1
    assert '<option value="survey" selected>' in page.text


def test_hostile_words_do_no_harm(browser):
    for words in json.loads(shared_data("G_hostile", "blns.json").read_text())[::12]:
        response = browser.client.get(
            "/search", query_string={"q": words, "zone": words}, base_url=f"http://{cast.HOST}"
        )
        assert response.status_code == 200
        assert "<script>alert" not in response.text
