"""Reading responses, taking them out, setting them aside."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from portal.accounts.rules import Role
from portal.core import audit
from portal.core.database import db
from portal.core.progress import Progress, State
from portal.participation import tally
from portal.participation.queries import tallies
from portal.surveys import jobs
from portal.surveys.service import responses as service
from tests.support import cast, work


def respond(browser, survey, **answers):
    page = browser.get(f"/surveys/{survey.slug}/answer")
    page = browser.submit(page, q1=answers.get("q1", "a"), go="next")
    page = browser.submit(page, q2=answers.get("q2", ""), q3=answers.get("q3", ""), go="next")
    assert browser.submit(page, zone=answers.get("zone", ""), go="send").status_code == 303


@pytest.fixture
def filled(desk):
    survey = cast.survey(access="anyone")
    respond(desk, survey, q1="b", q2="4", q3="=1+1 <script>", zone="gare")
    respond(desk, survey, q1="a", zone="halles")
    respond(desk, survey, q1="a")
    work.do_all()
    return survey


def keys_of(desk, page):
    """The keys of the responses that a page lists, the newest first."""
    parts = [link.rpartition("/responses/") for link in desk.read(page).links]
    return [key for _path, found, key in parts if found and key.isdigit()]


def export(desk, survey, kind):
    page = desk.get(f"/manage/surveys/{survey.id}/responses/export")
    return desk.submit(page, kind=kind, purpose="Rapport au conseil")


def test_responses_are_listed_filtered_and_read_one_by_one(desk, filled):
    page = desk.get(f"/manage/surveys/{filled.id}/responses")
    keys = keys_of(desk, page)
    assert len(keys) == 3
    one = desk.get(f"/manage/surveys/{filled.id}/responses/{keys[-1]}")
    assert "À vélo" in one.text
    assert "&lt;script&gt;" in one.text
    gare = next(zone for zone in cast.territory.territory().zones() if zone.key == "gare")
    fewer = desk.get(f"/manage/surveys/{filled.id}/responses?zone={gare.id}&assurance=none")
    assert fewer.text.count('name="key"') == 1


def test_a_csv_file_says_where_it_comes_from_and_runs_nothing(desk, filled):
    sent = export(desk, filled, "csv")
    assert sent.status_code == 200
    rows = list(csv.DictReader(io.StringIO(sent.text.lstrip("\ufeff"))))
    assert [row["q1"] for row in rows] == ["À vélo", "À pied", "À pied"]
    assert rows[0]["q3"].startswith("'=1+1")
    assert (rows[0]["zone"], rows[0]["q2"]) == ("Gare", "4")
    assert "Rapport au conseil" in rows[2]["origin"]
    entry = audit.of_subject("activity", filled.id, size=1)[0]
    assert (entry.action, entry.details["purpose"]) == ("responses.exported", "Rapport au conseil")
    book = desk.get(f"/manage/surveys/{filled.id}/responses/code-book.csv")
    assert "Comment venez-vous" in book.text


def test_json_and_xlsx_hold_the_same_with_the_code_book(desk, filled, tmp_path):
    document = json.loads(export(desk, filled, "json").text)
    assert [response["answers"]["q1"] for response in document["responses"]] == ["b", "a", "a"]
    assert document["code_book"][0]["column"] == "q1"
    path = tmp_path / "responses.xlsx"
    path.write_bytes(export(desk, filled, "xlsx").data)
    book = CalamineWorkbook.from_path(str(path))
    assert len(book.sheet_names) == 3
    assert len(book.get_sheet_by_index(0).to_python()) == 4


def test_a_large_book_is_written_by_a_worker_and_fetched_by_who_asked(desk, filled, monkeypatch):
    monkeypatch.setattr(service, "LARGE", 1)
    monkeypatch.setattr(service, "STEP", 1)
    asked = export(desk, filled, "xlsx")
    assert asked.status_code == 303
    assert "data-quiet" in desk.get(asked.location).text
    row = db.session.scalars(db.select(Progress)).one()
    jobs.write_book(row.organisation_id, row.id)
    jobs.write_book(row.organisation_id, row.id)
    db.session.refresh(row)
    assert row.state == State.DONE
    ready = desk.get(asked.location)
    sent = desk.get(asked.location + ".xlsx")
    assert (sent.status_code, sent.data[:2]) == (200, b"PK")
    sent.close()
    assert ".xlsx" in ready.text
    desk.sign_in(cast.staff(Role.ADMINISTRATOR))
    assert desk.get(asked.location + ".xlsx").status_code == 404


def test_setting_aside_asks_says_how_many_and_moves_the_total(desk, filled):
    page = desk.get(f"/manage/surveys/{filled.id}/responses")
    keys = keys_of(desk, page)
    asking = desk.get(f"/manage/surveys/{filled.id}/responses/set-aside?key={keys[0]}&key={keys[1]}&key=oops")
    assert "2" in asking.text, asking.text
    assert desk.submit(asking, reason="").status_code == 422
    assert desk.submit(asking, reason="Envoyées par un robot").status_code == 303
    assert desk.submit(asking, reason="Envoyées par un robot").location.endswith("aside=0")
    work.do_all()
    assert tallies.head(filled.id).counted == 1
    assert tally.verify(filled.id) == []
    entry = audit.of_subject("activity", filled.id, size=1)[0]
    assert (entry.details["count"], entry.details["reason"]) == (2, "Envoyées par un robot")


def test_behind_an_anonymous_ballot_there_is_nobody(desk):
    survey = cast.survey(access="anyone", is_anonymous=True)
    respond(desk, survey, q1="c")
    work.do_all()
    page = desk.get(f"/manage/surveys/{survey.id}/responses")
    [link] = {link for link in desk.read(page).links if link.count("-") >= 4 and "/responses/" in link}
    one = desk.get(link)
    assert "En bus" in one.text
    assert desk.get(f"/manage/surveys/{survey.id}/responses/set-aside?key=1").status_code == 409
    rows = list(csv.DictReader(io.StringIO(export(desk, survey, "csv").text.lstrip("\ufeff"))))
    assert [row["q1"] for row in rows] == ["En bus"]


def test_only_who_may_read_responses_reads_them(browser):
    survey = cast.survey()
    browser.sign_in(cast.staff(Role.CONTACT_MANAGER))
    for path in ("", "/1", "/export", "/code-book.csv", "/set-aside"):
        assert browser.get(f"/manage/surveys/{survey.id}/responses{path}").status_code == 403
