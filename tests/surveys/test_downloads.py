"""Figures as sheets: the same numbers as on the page, for whom the page is."""

import csv
import io

import python_calamine

from portal.participation.rules import states
from tests.support import cast, work


def answered(browser):
    survey = cast.survey(title={"fr": "Se déplacer"})
    last = browser.submit(browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="b", go="next"), go="next")
    browser.submit(last, zone="gare", go="send")
    work.do_all()
    return survey


def test_the_sheets_hold_the_figures_of_the_page(browser):
    survey = answered(browser)
    text = browser.get(f"/en/surveys/{survey.slug}/results.csv").text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][-2:] == ["Number", "Share of those asked"]
    assert ["Total", "counted", "", "", "1", ""] in rows
    assert ["Answer", "q1=b", "Comment venez-vous ?", "À vélo", "1", "1.0"] in rows
    assert ["Neighbourhood", "gare", "", "Gare", "1", ""] in rows
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(browser.get(f"/surveys/{survey.slug}/results.xlsx").data)
    )
    sheet = book.get_sheet_by_index(0).to_python()
    assert len(sheet) == len(rows)
    page = browser.get(f"/surveys/{survey.slug}/results")
    assert f"/surveys/{survey.slug}/results.csv" in browser.read(page).links


def test_hidden_figures_are_in_no_sheet(browser):
    survey = cast.survey(results=states.ResultsVisibility.STAFF)
    for ending in ("csv", "xlsx"):
        assert browser.get(f"/surveys/{survey.slug}/results.{ending}").status_code == 403


def test_those_who_took_part_see_results_that_are_theirs(browser):
    survey = cast.survey(results=states.ResultsVisibility.AFTER_PARTICIPATION)
    last = browser.submit(browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="b", go="next"), go="next")
    mine = browser.submit(last, go="send").location
    work.do_all()
    assert browser.get(f"/surveys/{survey.slug}/results").status_code == 403
    opened = browser.get(f"{mine}/results")
    assert opened.status_code == 200
    assert "À vélo" in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    assert 'content="noindex"' in opened.text
    assert f"{mine}/results" in browser.read(browser.get(mine)).links
    assert browser.get("/my/nobody/results").status_code == 404
    browser.submit(browser.get(mine))
    assert browser.get(f"{mine}/results").status_code == 403, "who withdrew sees no more than others"
