"""Adding and correcting people by hand."""

import json

import pytest
from sqlalchemy import select

from portal.contacts.models import Contact
from portal.contacts.service import erasing, keeping
from portal.contacts.service.keeping import Facts
from portal.core.audit import AuditEntry
from portal.core.database import db
from tests.contacts.conftest import zone
from tests.support.shared_data import shared_data

NEW = "/manage/contacts/new"


def fill(desk, path, **values):
    return desk.submit(desk.get(path), **({"zone": "", "language": "fr"} | values))


def test_somebody_added_by_hand_has_staff_as_source_and_no_consent(desk):
    done = fill(
        desk,
        NEW,
        name="Fanch Le Gallouët",
        address="Fanch@Example.org",
        zone=str(zone("halles")),
        themes="rivière, rivière ,culture",
    )
    page = desk.get(done.location)
    for words in ("Fanch Le Gallouët", "Fanch@Example.org", "Halles", "culture", "rivière", "Rien n’a été accepté"):
        assert words in page.text
    contact = db.session.scalar(select(Contact))
    assert contact.canonical_address == "fanch@example.org"
    assert contact.provenance["name"]["source"] == "staff"


def test_a_correction_gives_a_new_source_to_what_changed_only(desk, people):
    carol = people["carol"]
    before = dict(carol.provenance)
    fill(desk, f"/manage/contacts/{carol.id}/edit", name="Carol Kerbrat", zone=str(carol.zone_id))
    db.session.expire_all()
    carol = db.session.scalar(select(Contact).where(Contact.name == "Carol Kerbrat"))
    assert carol.provenance["address"] == before["address"]
    assert carol.provenance["name"]["source"] == "staff"
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "contact.corrected"))
    assert entry.details == {"fields": ["name"]}


def test_an_address_somebody_else_has_is_refused_and_leads_to_them(desk, people):
    refused = fill(desk, NEW, address="CAROL@example.org")
    assert refused.status_code == 422
    assert f"/manage/contacts/{people['carol'].id}" in desk.read(refused).links


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "=1+1"},
        {"address": "not an address"},
        {"name": "x", "phone": "call me"},
        {"name": "x" * 200},
        {"name": "x", "zone": "999999"},
        {"name": "x", "language": "xx"},
        {"name": "x", "themes": ",".join(f"t{n}" for n in range(40))},
    ],
)
def test_what_cannot_be_a_person_is_refused(desk, values):
    refused = fill(desk, NEW, **values)
    assert refused.status_code == 422
    assert db.session.scalar(select(Contact)) is None


def test_an_erased_person_is_not_written_back_by_staff(desk, people):
    erasing.erase(people["carol"].id, actor_id=1)
    erasing.erase(people["élise"].id, actor_id=1)
    assert fill(desk, NEW, address="carol@example.org").status_code == 422
    with pytest.raises(keeping.WasErased):
        keeping.add(Facts(phone="+33 6 39 98 00 00"), actor_id=1)


def test_hostile_names_are_kept_or_refused_and_never_break_a_page(desk):
    strings = json.loads(shared_data("G_hostile", "blns.json").read_text())
    for words in strings[::7]:
        done = fill(desk, NEW, name=words[:120])
        assert done.status_code in (303, 422)
    assert desk.get("/manage/contacts").status_code == 200
    assert desk.get("/manage/contacts/export").status_code == 200
