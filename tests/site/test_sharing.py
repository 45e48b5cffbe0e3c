"""Short addresses, codes, posters and frames: for what residents may see, and for the sites that were named."""

import xml.etree.ElementTree as ET

import pytest

from portal.participation.service import activities
from portal.site import sharing
from tests.support import cast


def test_the_short_form_leads_to_the_page_in_its_language(browser):
    survey = cast.survey()
    assert browser.get(f"/a/{survey.id}").location == f"/surveys/{survey.slug}"
    assert browser.get(f"/en/a/{survey.id}").location == f"/en/surveys/{survey.slug}"
    draft = cast.surveys.create(cast.questionnaire(), title={"fr": "Brouillon"})
    for page in ("", "/qr.svg", "/poster"):
        assert browser.get(f"/a/{draft.id}{page}").status_code == 404


def test_the_code_is_a_drawing_of_the_short_address(browser):
    survey = cast.survey()
    response = browser.get(f"/a/{survey.id}/qr.svg")
    assert response.mimetype == "image/svg+xml"
    drawing = ET.fromstring(response.data)
    assert drawing.findtext("{http://www.w3.org/2000/svg}title") == f"http://{cast.HOST}/a/{survey.id}"
    assert "<script" not in response.text


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_poster_says_what_is_asked_and_where(browser, language):
    survey = cast.survey(title={"fr": "Se déplacer"})
    page = browser.get(f"{language}/a/{survey.id}/poster").text
    assert "Se déplacer" in page
    assert f"{cast.HOST}/a/{survey.id}" in page


def test_a_frame_is_for_the_sites_that_were_named_and_nobody_else(browser):
    survey = cast.survey()
    path = f"/embed/survey/{survey.slug}"
    assert browser.get(path).status_code == 404
    activities.edit_activity(survey.id, embed_origins=["https://journal.example", "https://x.example; script-src *"])
    page = browser.get(path)
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors https://journal.example;" in policy + ";"
    assert "x.example" not in policy
    assert page.text.count("<form") == page.text.count("<script") == 0
    assert "Set-Cookie" not in page.headers
    assert "frame-ancestors 'none'" in browser.get(f"/surveys/{survey.slug}").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("written", "is_right"),
    [
        ("https://journal.example", True),
        ("https://*.journal.example:8443", True),
        ("http://journal.example", False),
        ("https://journal.example/page", False),
        ("https://journal.example *", False),
        ("*", False),
        ("'self'", False),
        ("https://journal.example\nX: y", False),
    ],
)
def test_only_a_secure_origin_may_frame_us(written, is_right):
    assert sharing.is_origin(written) is is_right


def test_a_subject_says_how_to_pass_it_on(browser):
    survey = cast.survey(title={"fr": "Se déplacer"}, summary={"fr": "Vos trajets"})
    page = browser.get(f"/surveys/{survey.slug}").text
    assert f"http://{cast.HOST}/a/{survey.id}" in page
    assert f'<meta property="og:url" content="http://{cast.HOST}/surveys/{survey.slug}">' in page
    assert '<meta property="og:description" content="Vos trajets">' in page
