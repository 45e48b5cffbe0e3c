"""What staff were told about consents, line by line."""

import pytest
from sqlalchemy import select

from portal.contacts.models import ConsentEvent, Contact
from portal.contacts.queries import ledger
from portal.core.database import db
from tests.support import cast, consented, work


def tell(desk, contact, **values):
    filled = {"purpose": "all", "channel": "email", "method": "letter", "evidence": "Lettre du 3 mars, dossier 12"}
    return desk.submit(desk.get(f"/manage/contacts/{contact.id}/consents/new"), **(filled | values))


def states(contact):
    return {(row.purpose_id, row.event) for row in ledger.states_of(contact.id)}


def test_an_objection_covers_every_purpose_and_ends_what_was_agreed(desk, people):
    carol = people["carol"]
    assert tell(desk, carol, act="objected").status_code == 303
    assert {event for _purpose, event in states(carol)} == {"objected"}
    assert "S’oppose" in desk.get(f"/manage/contacts/{carol.id}").text


def test_an_objection_survives_a_new_event_of_an_older_act(desk, people):
    carol = people["carol"]
    older = consented.take_part(cast.survey(access="account", title={"fr": "Ancienne"}), "carol@example.org")
    event = consented.counted(older)
    tell(desk, carol, act="objected")
    work.do_all()
    consented.outbox.subscriber("contacts").take([event])
    assert {event for _purpose, event in states(carol)} == {"objected"}


def test_a_yes_needs_its_exact_words_and_one_purpose(desk, people):
    elise = people["élise"]
    purpose_id = str(next(iter(consented.ticked().purposes)))
    assert tell(desk, elise, act="granted", purpose=purpose_id).status_code == 422
    assert tell(desk, elise, act="granted", words="Oui à la lettre").status_code == 422
    assert (
        tell(desk, elise, act="granted", purpose=purpose_id, words="Oui à la lettre", method="paper").status_code == 303
    )
    [event] = ledger.events_of(elise.id)
    assert (event.method, event.evidence["words"], event.wording_id is not None) == (
        "paper",
        "Lettre du 3 mars, dossier 12",
        True,
    )
    proof = desk.get(f"/manage/contacts/{elise.id}/consents/{event.id}")
    assert "Oui à la lettre" in proof.text


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"act": "stolen"},
        {"act": "objected", "told_on": "2999-01-01"},
        {"act": "objected", "told_on": "yesterday"},
        {"act": "objected", "evidence": ""},
        {"act": "objected", "purpose": "999999"},
        {"act": "objected", "channel": "pigeon"},
        {"act": "objected", "method": "import"},
    ],
)
def test_what_is_incomplete_adds_nothing(desk, people, values):
    before = len(db.session.scalars(select(ConsentEvent)).all())
    assert tell(desk, people["carol"], **values).status_code == 422
    assert len(db.session.scalars(select(ConsentEvent)).all()) == before


def test_a_past_day_comes_after_what_was_ticked_that_day(desk, people):
    carol = db.session.get(Contact, (people["carol"].organisation_id, people["carol"].id))
    assert tell(desk, carol, act="withdrawn", told_on="2020-03-03").status_code == 303
    assert "granted" in {event for _purpose, event in states(carol)}
