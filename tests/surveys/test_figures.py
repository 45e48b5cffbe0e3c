"""Each figure of the results page as files: what the page shows, to whom it shows it, and nothing more."""

import csv
import io
import struct
import xml.etree.ElementTree as ET

import pytest

from portal.accounts.rules import Role
from portal.organisations import service as organisations
from portal.participation.rules import states
from portal.territory import queries as territory
from tests.support import cast, residents, work
from tests.support.browser import Browser

PNG = b"\x89PNG\r\n\x1a\n"
SPACE = "{http://www.w3.org/2000/svg}"
ENDINGS = ("svg", "png", "csv")


def answer(survey, zone, said):
    zone_id = next((found.id for found in territory.territory().zones() if found.key == zone), None)
    residents.answer(survey, said, zone_id=zone_id, address=None)


@pytest.fixture
def survey(town):
    """Open, with answers from the station and the market; two on a bicycle from the station could be found out."""
    row = cast.survey(slug="moving", title={"fr": "Se déplacer <vite>"})
    for zone, said, times in (
        ("gare", "a", 12),
        ("gare", "b", 2),
        ("halles", "a", 7),
        ("halles", "b", 9),
        ("", "b", 6),
    ):
        for _ in range(times):
            answer(row, zone, said)
    work.do_all()
    return row


def links(browser, survey):
    read = browser.read(browser.get(f"/surveys/{survey.slug}/results"))
    return [link for link in read.links if link.startswith("results/")]


def sheet(browser, name):
    text = browser.get(f"/surveys/moving/results/{name}.csv").text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_figure_of_the_page_can_be_taken_in_three_forms(browser, survey):
    found = links(browser, survey)
    assert {link.split("/")[1].split(".")[0] for link in found} >= {"q1", "q1-by-zone", "by-zone", "by-certainty"}
    assert len(found) == len(set(found))
    for link in found:
        response = browser.get(f"/surveys/moving/{link}")
        assert response.status_code == 200, link
        assert response.headers["Content-Disposition"].startswith("attachment"), link
        if link.endswith("png"):
            width, _height = struct.unpack(">II", response.data[16:24])
            assert (response.data[:8], width) == (PNG, 1600), link
        elif link.endswith("svg"):
            assert ET.fromstring(response.data).tag == f"{SPACE}svg", link


def test_a_picture_stands_alone_with_its_colours_its_words_and_where_it_comes_from(browser, survey, town):
    organisations.change_colours(town.id, "#7a1f5c", "#f2c230")
    drawing = browser.get("/surveys/moving/results/q1.svg").text
    root = ET.fromstring(drawing)
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{SPACE}text"))
    for said in ("À vélo", "Comment venez-vous ?", "Town", "Se déplacer <vite>"):
        assert said in words
    assert "#7a1f5c" in drawing
    assert "var(" not in drawing
    assert "class=" not in drawing
    assert "<script" not in drawing


def test_the_numbers_are_those_of_the_page(browser, survey):
    assert ["À vélo", "17", "0.4722"] in sheet(browser, "q1")
    assert ["Gare", "14", "14.0"] in sheet(browser, "by-zone")


def test_what_the_page_hides_no_file_tells(browser, survey):
    rows = {row[0]: row[1:] for row in sheet(browser, "q1-by-zone")}
    assert rows["Gare"][1] == "", "two people"
    assert sum(cells.count("") for cells in rows.values()) >= 2, "nor by subtraction"
    page = browser.get("/surveys/moving/results").text
    drawn = ET.fromstring(browser.get("/surveys/moving/results/q1-by-zone.svg").data)
    dashes = sum("".join(text.itertext()) == "–" for text in drawn.iter(f"{SPACE}text"))
    heat = page.split('<div class="heat">')[1].split("</table>")[0]
    assert dashes == heat.count("<td>–</td>") == sum(cells.count("") for cells in rows.values())


@pytest.mark.parametrize("name", ["q3", "q9", "q3-by-zone", "by-moon", "q1-by-zone-by-zone", "%22%3E"])
def test_a_figure_that_the_page_does_not_show_is_not_there(browser, survey, name):
    for ending in (*ENDINGS, "xlsx"):
        assert browser.get(f"/surveys/moving/results/{name}.{ending}").status_code == 404


def test_files_are_for_whom_the_page_is_for(app, town, browser):
    survey = cast.survey(slug="moving", results=states.ResultsVisibility.STAFF)
    answer(survey, "gare", "a")
    work.do_all()
    for ending in ENDINGS:
        assert browser.get(f"/surveys/moving/results/q1.{ending}").status_code == 403
    alice = Browser(app, town.host)
    alice.sign_in(cast.staff(Role.ADMINISTRATOR))
    assert alice.get("/surveys/moving/results/q1.svg").status_code == 200
    cast.survey(slug="nothing-yet")
    assert browser.get("/surveys/nothing-yet/results/q1.svg").status_code == 404


def test_files_are_shared_like_the_page(app, town, survey):
    stranger = Browser(app, town.host, is_anonymous=True)
    page = stranger.get("/surveys/moving/results")
    for ending in ENDINGS:
        assert (
            stranger.get(f"/surveys/moving/results/q1.{ending}").headers["Cache-Control"]
            == page.headers["Cache-Control"]
        )
