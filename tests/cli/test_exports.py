"""`portal export` as a person types it."""

import csv
import errno
import json

import pytest
from sqlalchemy import select

from portal.cli.exports import exports
from portal.contacts.service import exporting
from portal.core.audit import AuditEntry
from portal.core.database import db
from tests.support import cast, in_town, work

pytestmark = pytest.mark.usefixtures("town")


def run(*words: object):
    return in_town.run(exports, *words)


def rows(path):
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def answered(browser):
    """A survey that carol answered with her address, and agreed to be written to."""
    survey = cast.survey(access="email")
    last = browser.submit(browser.submit(browser.get(f"/surveys/{survey.slug}/answer"), q1="b", go="next"), go="next")
    browser.submit(last, address="carol@example.org", consent=["information"], age="y", go="send")
    work.do_all()
    [letter] = work.letters()
    browser.submit(browser.get(work.link_in(letter, "/confirm/")))
    work.do_all()
    return survey


def test_the_contact_base_is_written_logged_and_marked(answered, tmp_path):
    file = tmp_path / "people.csv"
    done = run("contacts", "--purpose", "Lettre de décembre", file)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["rows"] == 1
    _header, carol = rows(file)
    assert "carol@example.org" in carol
    assert "Lettre de décembre" in carol[-1]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "contacts.exported"))
    assert (entry.details["rows"], entry.actor_id) == (1, None)


def test_the_responses_of_a_survey_are_written_as_csv_or_json(answered, tmp_path):
    sheet, document = tmp_path / "answers.csv", tmp_path / "answers.json"
    assert run("responses", "--purpose", "Contrôle", answered.slug, sheet).exit_code == 0
    assert run("responses", "--purpose", "Contrôle", answered.slug, document).exit_code == 0
    assert len(rows(sheet)) == 2
    assert "À vélo" in sheet.read_text(encoding="utf-8-sig")
    assert json.loads(document.read_text())


def test_a_disk_that_fills_up_is_refused_and_leaves_the_file_that_was_there(answered, tmp_path, monkeypatch):
    def write(_asked):
        yield "half"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exporting, "write", write)
    sheet = tmp_path / "people.csv"
    sheet.write_text("yesterday's")
    done = run("contacts", "--purpose", "x", sheet)
    assert done.exit_code == 1
    assert "No space left on device" in json.loads(done.stdout)["refused"]
    assert sheet.read_text() == "yesterday's"
    assert list(tmp_path.iterdir()) == [sheet]
