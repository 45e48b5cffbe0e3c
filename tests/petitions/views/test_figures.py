"""The figures of a petition as files: what its page shows, and nothing that it hides."""

import csv
import io

import pytest

from portal.participation.service import activities
from portal.territory import queries as territory
from tests.support import cast, signers, work


@pytest.fixture
def petition(town):
    """Signed by seven people near the station and by one at the market."""
    row = cast.petition(slug="passerelle")
    zones = {zone.key: zone.id for zone in territory.territory().zones()}
    for place in range(7):
        signers.sign(row, f"Personne {place}x", f"p{place}@example.org", zone_id=zones["gare"])
    signers.sign(row, "Carol Martin", "carol@example.org", zone_id=zones["halles"])
    signers.confirm_all()
    work.do_all()
    return row


def test_each_figure_is_a_drawing_a_picture_and_a_sheet_in_the_words_of_petitions(browser, petition):
    for name in ("by-zone", "by-certainty"):
        drawing = browser.get(f"/petitions/{petition.slug}/results/{name}.svg")
        assert drawing.mimetype == "image/svg+xml"
        assert "Signatures" in drawing.text
        assert browser.get(f"/petitions/{petition.slug}/results/{name}.png").data.startswith(b"\x89PNG")
    assert browser.get(f"/petitions/{petition.slug}/results/nothing.svg").status_code == 404


@pytest.mark.parametrize("path", ["results.csv", "results/by-zone.csv"])
def test_a_sheet_hides_what_the_page_hides(browser, petition, path):
    text = browser.get(f"/petitions/{petition.slug}/{path}").text.removeprefix("\ufeff")
    cells = {cell for row in csv.reader(io.StringIO(text)) if {"Gare", "Halles"} & set(row) for cell in row}
    assert "5" in cells
    assert not {"1", "7"} & cells


def test_a_frame_on_another_site_says_the_number_in_signatures(browser, petition):
    activities.edit_activity(petition.id, embed_origins=["https://journal.example"])
    page = browser.get(f"/embed/petition/{petition.slug}").text
    assert ">8<" in page
    assert "signatures" in page
    assert ">Signer<" in page
    assert page.count("<form") == page.count("<script") == 0
