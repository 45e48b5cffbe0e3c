"""The base as a file: logged, marked, safe to open."""

import csv
import io
import json

import pytest
from sqlalchemy import select

from portal.contacts.service import keeping
from portal.contacts.service.keeping import Facts
from portal.core.audit import AuditEntry
from portal.core.database import db
from portal.core.tables import safe_cell
from tests.support.shared_data import shared_data

EXPORT = "/manage/contacts/export"


def download(desk, address=EXPORT, purpose="Inviter à la réunion du 3 décembre"):
    response = desk.submit(desk.get(address), purpose=purpose)
    assert response.status_code == 200, response.text[-500:]
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


def test_each_row_says_whose_it_is_and_what_for(desk, people):
    rows = download(desk)
    assert [row["Nom"] or row["E-mail"] for row in rows] == [
        "carol@example.org",
        "dave@example.org",
        "Élise Tournebrise",
    ]
    for row in rows:
        mark = row["Origine de ce fichier"]
        for words in ("Ville d’Essai", "service public", "Inviter à la réunion", "Administrator"):
            assert words in mark
    assert rows[0]["Informations municipales"] == "e-mail"
    assert rows[1]["Informations municipales"] == ""


def test_the_export_is_logged_with_its_filter_and_its_rows(desk, people):
    download(desk, f"{EXPORT}?theme=culture&q=dave")
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "contacts.exported"))
    assert entry.details["rows"] == 1
    assert entry.details["filter"] == {"theme": "culture", "has_words": True}
    assert entry.actor_id is not None


def test_without_a_purpose_nothing_leaves(desk, people):
    refused = desk.submit(desk.get(EXPORT), purpose=" ")
    assert refused.status_code == 422
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "contacts.exported")) is None


def test_more_rows_than_a_piece_all_leave(desk, town):
    for number in range(1203):
        db.session.add(keeping.Contact(name=f"Nom {number}", provenance={}))
    db.session.commit()
    assert len({row["Nom"] for row in download(desk)}) == 1203


@pytest.mark.parametrize("case", json.loads(shared_data("G_hostile", "csv_formula_cases.json").read_text()))
def test_no_cell_is_a_formula(desk, case):
    keeping.add(Facts(name=case or "x"), actor_id=1)
    [row] = download(desk)
    first = row["Nom"].lstrip()[:1]
    assert first not in "=+-@＝＋－＠"
    assert row["Nom"] in (case, "'" + case)
    assert safe_cell(3) == 3
