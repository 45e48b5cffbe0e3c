"""A list becomes contacts with their source (R3); consent comes with its proof or not at all (R8)."""

import pytest
from sqlalchemy import select, text

from portal.cli.contacts import contacts
from portal.contacts.importing import reading, service
from portal.contacts.models import ConsentEvent, Contact, ContactSource
from portal.contacts.queries import held, ledger
from portal.contacts.rules import PUBLIC_SERVICE, ListSource
from portal.contacts.service import erasing, keeping
from portal.contacts.service.keeping import Facts
from portal.core import tenancy
from portal.core.database import db
from tests.support import cast, in_town

PROOF = "information,email,2025-03-01,J’accepte de recevoir la lettre.,paper,classeur 12"
HEADS = "E-mail;Nom;Quartier;Thèmes;Né le;Finalité;Canal;Date du consentement;Texte du consentement;Moyen;Preuve"


def lines(*rows, heads="address,name,purpose,channel,agreed_on,words,method,evidence"):
    return "\n".join([heads, *rows]).encode()


def bring(content, source=ListSource.OWN_LIST):
    return service.import_contacts(content, source, name="liste.csv")


def contact(address):
    return db.session.scalar(select(Contact).where(Contact.address == address))


def standing(address):
    return [state for state in ledger.states_of(contact(address).id) if state.is_standing]


def test_a_list_becomes_contacts_with_source_facts_and_themes(town):
    row = "carol@example.org;Carol;Gare;vélo, écoles;12/03/1980;;;;;;"
    report = bring(f"{HEADS}\n{row}\n".encode("cp1252"))
    assert (report.read, report.added, report.agreed, report.left_out) == (1, 1, 0, ["Né le"])
    carol = contact("carol@example.org")
    assert (carol.name, carol.provenance["name"]["list"]) == ("Carol", "own_list")
    assert [interest.theme for interest in held.interests_of(carol.id)] == ["vélo", "écoles"]
    assert [(each.source, each.subject_type) for each in held.sources_of(carol.id)] == [("import", "own_list")]
    assert standing("carol@example.org") == [], "a list alone lets nobody write"


def test_a_consent_with_its_proof_stands_and_can_be_shown(town):
    report = bring(lines(f"carol@example.org,Carol,{PROOF}"))
    assert (report.agreed, report.without_proof) == (1, [])
    [state] = standing("carol@example.org")
    [event] = db.session.scalars(select(ConsentEvent))
    assert (state.channel, event.method, event.happened_at.date().isoformat()) == ("email", "import", "2025-03-01")
    assert event.evidence["words"] == "classeur 12"
    assert (event.evidence["file"], event.evidence["line"]) == ("liste.csv", 2)
    assert event.wording_id is not None


@pytest.mark.parametrize("lost", range(6))
def test_without_one_column_of_the_proof_the_person_is_there_and_is_not_written_to(town, lost):
    proof = [cell if place != lost else "" for place, cell in enumerate(PROOF.split(","))]
    report = bring(lines(",".join(["carol@example.org", "Carol", *proof])))
    assert (report.added, report.agreed) == (1, 0)
    [(line, reason)] = report.without_proof
    assert line == 2
    assert reading.PROOF[lost] in reason
    assert standing("carol@example.org") == []


def test_a_second_import_changes_nothing(town):
    content = lines(f"carol@example.org,Carol,{PROOF}")
    bring(content)
    report = bring(content)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    counts = [db.session.scalar(select(db.func.count()).select_from(each)) for each in (ConsentEvent, ContactSource)]
    assert counts == [1, 1]


def test_what_is_known_stays_and_what_is_not_is_filled(town):
    alice = cast.staff()
    keeping.add(Facts(name="Carole Martin", address="carol@example.org"), actor_id=alice.id)
    report = bring(lines("carol@example.org,Carol,gare", heads="address,name,zone"))
    assert (report.added, report.changed) == (0, 1)
    carol = contact("carol@example.org")
    assert (carol.name, carol.zone_id is not None) == ("Carole Martin", True)


def test_an_end_of_consent_survives_a_list_that_is_older(town):
    """R10: what somebody said since stands before what a list says of them."""
    alice = cast.staff()
    bring(lines(f"carol@example.org,Carol,{PROOF}"))
    carol = contact("carol@example.org")
    consented_to = db.session.scalars(select(ConsentEvent)).one()
    statement = text("""INSERT INTO consent_events
        (organisation_id, contact_id, purpose_id, channel, event, basis, happened_at, form, language, method)
        VALUES (:town, :contact, :purpose, 'email', 'objected', 'consent', '2025-06-01', 'desk', 'fr', 'letter')""")
    values = {"town": town.id, "contact": carol.id, "purpose": consented_to.purpose_id}
    db.session.execute(statement, values)
    bring(lines(f"carol@example.org,Carol,{PROOF.replace('classeur 12', 'classeur 13')}"))
    assert standing("carol@example.org") == []
    assert alice.is_active


def test_who_was_erased_is_not_brought_back(town):
    erasing.erase_address("carol@example.org", actor_id=None)
    report = bring(lines(f"carol@example.org,Carol,{PROOF}"))
    assert (report.added, report.refused[0][0]) == (0, 2)
    assert contact("carol@example.org") is None


@pytest.mark.parametrize("source", sorted(PUBLIC_SERVICE))
def test_a_list_of_a_public_service_has_no_way_into_a_political_organisation(database, source):
    office = cast.organisation("office", "office.test", regime="political")
    with tenancy.use_organisation(office.id), tenancy.enter(office.id):
        with pytest.raises(service.NotThisSource):
            bring(lines(f"carol@example.org,Carol,{PROOF}"), source)
        assert contact("carol@example.org") is None
        assert bring(lines("carol@example.org,Carol,,,,,,")).added == 1


@pytest.mark.parametrize(
    "row",
    ["not an address,Carol", ",Carol", "carol@example.org" + "x" * 300 + ",Carol", "'; DROP TABLE contacts; --,x"],
)
def test_lines_that_name_nobody_are_refused_by_number_and_others_go_on(town, row):
    report = bring(lines(row, "dan@example.org,Dan", heads="address,name"))
    assert [line for line, _reason in report.refused] == [2]
    assert report.added == 1


@pytest.mark.parametrize(
    "content", [b"", b"nom\nCarol", b"address,email\na,b", b"\xff\xfe\x00", b'address\n"' + b"x" * 200_000]
)
def test_a_file_that_is_no_list_is_refused_whole(town, content):
    with pytest.raises(reading.WrongFile):
        bring(content)


def test_the_command_reports_and_is_logged(town, tmp_path):
    file = tmp_path / "liste.csv"
    file.write_bytes(lines(f"carol@example.org,Carol,{PROOF}", "nobody,,,,,,,"))
    result = in_town.run(contacts, file, "--source", "paper_forms")
    facts = in_town.facts(result)
    assert (facts["read"], facts["added"], facts["agreed"], facts["refused"]) == (2, 1, 1, 1)
    assert "2 of 2 lines" in result.stderr
    assert in_town.run(contacts, file, "--source", "found").exit_code == 2
    logged = "SELECT details ->> 'source' FROM audit_entries WHERE action = 'contacts.imported'"
    assert db.session.scalar(text(logged)) == "paper_forms"
