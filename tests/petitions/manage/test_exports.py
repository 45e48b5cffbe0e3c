"""Signatures as files: marked and logged, names for those who may read them, any number at constant memory."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from portal.accounts.rules import Role
from portal.core import audit
from portal.core.database import db
from portal.core.progress import Progress, State
from portal.petitions import jobs
from portal.petitions.queries import exporting as rows
from portal.petitions.service import exporting as service
from tests.support import cast, signers, work


@pytest.fixture
def signed(browser):
    petition = cast.petition()
    signers.sign(petition, "Ana Un", "ana@example.org", comment="=cmd|calc", shows_name=True)
    signers.sign(petition, "Bea Deux", "bea@example.org")
    signers.confirm_all()
    signers.sign(petition, "Jamais Confirmé", "jamais@example.org")
    work.do_all()
    return petition


def export(browser, petition, role, **filled):
    browser.sign_in(cast.staff(role))
    page = browser.get(f"/manage/petitions/{petition.id}/export")
    return browser.submit(page, purpose="Rapport au conseil", **({"kind": "csv"} | filled))


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


def test_without_names_a_file_says_nothing_that_anybody_wrote(browser, signed):
    sent = export(browser, signed, Role.EDITOR)
    assert len(table(sent)) == 2
    for words in ("Ana", "example.org", "14000", "calc", "Jamais"):
        assert words not in sent.text
    origin = list(table(sent)[0].values())[-1]
    assert "Rapport au conseil" in origin
    assert "Ville d’Essai" in origin
    entry = audit.of_subject("activity", signed.id, size=1)[0]
    assert (entry.action, entry.details["has_names"]) == ("signatures.exported", False)
    assert entry.details["purpose"] == "Rapport au conseil"


def test_names_go_to_those_who_may_read_them_and_run_nothing(browser, signed):
    sent = export(browser, signed, Role.ADMINISTRATOR, has_names="y")
    assert "ana@example.org" in sent.text
    assert "'=cmd|calc" in sent.text
    assert audit.of_subject("activity", signed.id, size=1)[0].details["has_names"] is True
    assert export(browser, signed, Role.EDITOR, has_names="y").status_code == 403


def test_a_file_needs_a_purpose_and_a_right(browser, signed):
    browser.sign_in(cast.staff(Role.EDITOR))
    page = browser.get(f"/manage/petitions/{signed.id}/export")
    assert browser.submit(page, purpose=" ").status_code == 422
    browser.sign_in(cast.staff(Role.MODERATOR))
    assert browser.get(f"/manage/petitions/{signed.id}/export").status_code == 403


def test_batches_give_each_signature_once(browser, signed, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 1)
    assert len(table(export(browser, signed, Role.EDITOR))) == 2


def test_a_small_book_comes_at_once(browser, signed, tmp_path):
    path = tmp_path / "signatures.xlsx"
    path.write_bytes(export(browser, signed, Role.EDITOR, kind="xlsx").data)
    book = CalamineWorkbook.from_path(str(path))
    assert len(book.get_sheet_by_index(0).to_python()) == 3
    assert len(book.sheet_names) == 2


def test_a_large_book_is_written_by_a_worker_for_who_asked(browser, signed, monkeypatch):
    monkeypatch.setattr(service, "LARGE", 1)
    asked = export(browser, signed, Role.ADMINISTRATOR, kind="xlsx", has_names="y")
    assert asked.status_code == 303
    assert "data-quiet" in browser.get(asked.location).text
    row = db.session.scalars(db.select(Progress)).one()
    jobs.write_book(row.organisation_id, row.id)
    jobs.write_book(row.organisation_id, row.id)
    db.session.refresh(row)
    assert row.state == State.DONE
    assert ".xlsx" in browser.get(asked.location).text
    sent = browser.get(asked.location + ".xlsx")
    assert (sent.status_code, sent.data[:2]) == (200, b"PK")
    sent.close()
    browser.sign_in(cast.staff(Role.EDITOR))
    assert browser.get(asked.location).status_code == 404


def test_a_book_is_stopped_on_demand(browser, signed, monkeypatch):
    monkeypatch.setattr(service, "LARGE", 1)
    asked = export(browser, signed, Role.EDITOR, kind="xlsx")
    assert browser.submit(browser.get(asked.location)).status_code == 303
    row = db.session.scalars(db.select(Progress)).one()
    jobs.write_book(row.organisation_id, row.id)
    db.session.refresh(row)
    assert row.state == State.CANCELLED
    assert browser.get(asked.location + ".xlsx").status_code == 404
