"""`portal export` as a person types it."""

import csv
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.cli.exports import exports
from portal.core.audit import AuditEntry
from portal.core.database import db
from tests.cli.test_imports import InTown
from tests.support import cast, work

pytestmark = pytest.mark.usefixtures("town")


def run(*words: object):
    return CliRunner().invoke(exports, [str(word) for word in words], obj=InTown(words[-1].parent, as_json=True))


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


def test_a_file_that_cannot_be_written_is_refused_and_leaves_what_was_there(answered, tmp_path):
    folder = tmp_path / "people.csv"
    folder.mkdir()
    (folder / "kept").write_text("x")
    done = CliRunner().invoke(
        exports,
        ["contacts", "--purpose", "x", str(tmp_path / "nowhere" / "people.csv")],
        obj=InTown(tmp_path, as_json=True),
    )
    assert done.exit_code == 1
    assert (folder / "kept").exists()
