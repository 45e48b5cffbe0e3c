"""Six months after closing nobody is named under a petition; its figures and receipts stay. Erasure earlier blocks a second time."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.contacts.events import PersonErased
from portal.core import clock, outbox
from portal.core.database import db, transaction
from portal.participation import upkeep
from portal.participation.queries import tallies
from portal.participation.service import confirming, keys
from portal.petitions.rules.states import Reason
from portal.petitions.service import deciding, starting
from portal.petitions.service.starting import Texts
from tests.support import cast, residents, signers, work


@pytest.fixture
def petition(town):
    made = cast.petition()
    db.session.expunge(made)
    return made


def change(statement, **values):
    with transaction():
        db.session.execute(text(statement), values)


def number(what):
    return db.session.scalar(text(f"SELECT count(*) FROM {what}"))


def close(petition):
    change("UPDATE activities SET closes_at = now() + interval '1 second' WHERE id = :id", id=petition.id)


def after(**time):
    return clock.now() + dt.timedelta(**time)


def sign_fully(petition):
    signers.sign(petition, comment="Pour mes enfants, 3 rue des Halles", shows_name=True)
    [link] = residents.mailed_links()
    return confirming.confirm(link).receipt_code


def test_names_postcodes_comments_and_addresses_go_and_figures_and_receipts_stay(petition, browser):
    code = sign_fully(petition)
    before = residents.figures(petition)
    close(petition)
    assert upkeep.purge(after(days=180))["identities"] == 0
    assert upkeep.would_purge(after(days=190))["identities"] == 1
    assert upkeep.purge(after(days=190))["identities"] == 1
    assert residents.figures(petition) == before
    assert db.session.scalars(text("SELECT content FROM participation_versions")).all() == [{}]
    row = db.session.execute(text("SELECT name_hash, place_hash, manage_digest, key_version FROM participations")).one()
    assert tuple(row) == (None, None, None, -1)
    assert number("participation_versions WHERE to_address IS NOT NULL OR link_digest IS NOT NULL") == 0
    assert browser.get(f"/r/{code}").status_code == 200


def test_networks_go_thirty_days_after_closing_and_with_what_nobody_confirmed(petition):
    sign_fully(petition)
    signers.sign(petition, "Dave", "dave@example.org")
    assert number("participation_traces") == 2
    close(petition)
    assert upkeep.purge(after(days=10))["unconfirmed"] == 1
    assert number("participation_traces") == 1
    assert upkeep.purge(after(days=29))["traces"] == 0
    assert upkeep.would_purge(after(days=31))["traces"] == 1
    assert upkeep.purge(after(days=31))["traces"] == 1
    assert number("participation_traces") == 0


def test_batches_that_are_killed_go_on_where_they_were_and_do_nothing_twice(petition, monkeypatch):
    signers.signed_by(petition, "Ana", "Bea", "Cid", "Dan", "Eve")
    figures = residents.figures(petition)
    close(petition)
    monkeypatch.setattr(upkeep, "BATCH", 2)
    moves = iter(range(1))

    def die_at_the_second():
        if next(moves, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upkeep.purge(after(days=190), die_at_the_second)
    assert number("participations WHERE key_version = -1") in (2, 4)
    left = number("participations WHERE key_version >= 0")
    assert upkeep.purge(after(days=190))["identities"] == left
    assert number("participations WHERE key_version >= 0") == 0
    assert number("participation_versions WHERE content <> '{}'") == 0
    assert residents.figures(petition) == figures == {"": 5}


def test_who_is_locked_meanwhile_is_found_by_the_last_look(petition, monkeypatch):
    signers.signed_by(petition, "Ana", "Bea", "Cid")
    close(petition)
    walk = upkeep.Identities()
    first, last = after(days=7), after(days=190)
    assert walk.forget(last, 2) == 2
    change("UPDATE participations SET key_version = 1 WHERE id = (SELECT min(id) FROM participations)")
    assert walk.forget(last, 2) == 1
    assert walk.forget(last, 2) == 1, "from the start again"
    assert walk.forget(last, 2) == 0
    assert walk.forget(first, 2) == 0


def erase(address):
    key = keys.person_key(address).hex()
    with transaction():
        outbox.publish(PersonErased(person_key=key, erased_at=clock.database_now().isoformat()))
    work.do_all()


def test_an_erased_person_is_counted_still_and_cannot_sign_again(petition):
    sign_fully(petition)
    assert residents.figures(petition) == {"": 1}
    erase("carol@example.org")
    assert number("participation_versions WHERE content <> '{}' OR to_address IS NOT NULL") == 0
    assert number("participation_traces") == 0
    residents.let_letters_go_again()
    signers.sign(petition)
    assert residents.mailed_links() == []
    assert residents.figures(petition) == {"": 1}


def carried():
    """A resident's petition with its author and a sponsor."""
    author = {"author_name": "Alma Roy", "author_address": "alma@example.org", "author_postcode": "14000"}
    made = starting.begin(
        Texts(ask="Un banc"),
        language="fr",
        submission_id=None,
        author_key=keys.person_key("alma@example.org"),
        **author,
    )
    change(
        "INSERT INTO petition_sponsors (organisation_id, activity_id, person_key, name, address, postcode, confirmed_at) "
        "SELECT organisation_id, id, :key, 'Ben', 'ben@example.org', '14000', now() FROM activities WHERE id = :id",
        id=made.id, key=keys.person_key("ben@example.org"),
    )  # fmt: skip
    return made


def named():
    return (
        number("petitions WHERE author_name IS NOT NULL OR author_address IS NOT NULL OR author_key IS NOT NULL"),
        number("petition_sponsors WHERE name IS NOT NULL OR address IS NOT NULL OR postcode IS NOT NULL"),
    )


def test_authors_and_sponsors_go_six_months_after_closing_or_after_the_last_decision(town):
    made = carried()
    change("UPDATE petitions SET standing = 'moderation'")
    deciding.reject(made.id, Reason.UNCLEAR)
    assert upkeep.purge(after(days=180))["carriers"] == 0
    assert upkeep.would_purge(after(days=190))["carriers"] == 2
    assert upkeep.purge(after(days=190))["carriers"] == 2
    assert named() == (0, 0)
    assert number("petition_sponsors WHERE confirmed_at IS NOT NULL") == 1
    opened = carried()
    change("UPDATE activities SET opens_at = now() - interval '1 day' WHERE id = :id", id=opened.id)
    assert upkeep.would_purge(after(days=900))["carriers"] == 0, "it is open"
    close(opened)
    assert upkeep.purge(after(days=190))["carriers"] == 2


def test_what_is_withdrawn_is_closed_from_then_on(petition):
    sign_fully(petition)
    deciding.withdraw(petition.id, text="Réglé")
    assert upkeep.would_purge(after(days=190))["identities"] == 1


def test_an_erased_author_and_sponsor_go_from_the_petition_they_carry(town):
    carried()
    erase("alma@example.org")
    assert named() == (0, 1)
    erase("ben@example.org")
    assert named() == (0, 0)
    key = db.session.scalar(text("SELECT person_key FROM petition_sponsors"))
    assert key == keys.person_key("ben@example.org"), "and cannot carry it twice"


def test_the_tally_holds_after_everything_was_forgotten(petition):
    signers.signed_by(petition, "Ana", "Bea")
    residents.figures(petition)
    close(petition)
    upkeep.purge(after(days=400))
    assert residents.figures(petition) == {"": 2}
    assert tallies.head(petition.id).counted == 2
