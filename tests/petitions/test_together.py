"""Everybody signs at once, with real commits: constraints and locks, never luck, keep two of one mailbox two."""

import datetime as dt

import pytest

from portal.core import tenancy
from portal.core.database import db
from portal.participation import tally
from portal.participation.service import acts, confirming
from portal.participation.service.acts import Outcome
from portal.petitions.service import electors
from tests.participation.test_concurrency import Crowd, count
from tests.support import cast, residents, signers

HOME = "home@example.org"


@pytest.fixture
def crowd(committed_app, committed_database):
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        yield Crowd(committed_app, town.id)


@pytest.fixture
def petition(crowd):
    made = cast.petition()
    db.session.expunge(made)
    return made


def test_fifty_posts_of_one_mailbox_with_two_names_are_two_participations(crowd, petition):
    names = ["Carol Martin", "Dave Martin"] * 25
    posts = [lambda name=name: signers.sign(petition, name, HOME) for name in names]
    assert set(crowd.all_at_once(posts)) == {acts.Recorded(Outcome.MAILED)}
    assert count("participations") == 2
    assert count("letters") == 2
    assert count("participation_versions") == 50
    assert count("participation_traces") == 50
    assert residents.head(petition) == (0, 0)
    residents.figures(petition)
    assert residents.head(petition) == (0, 2)


def test_fifty_posts_of_one_mailbox_with_five_names_are_never_more_than_two(crowd, petition):
    names = ["Carol Martin", "Dave Martin", "Eve Martin", "Fay Martin", "Gus Martin"] * 10
    crowd.all_at_once([lambda name=name: signers.sign(petition, name, HOME) for name in names])
    assert count("participations") == 2
    assert tally.verify(petition.id) == []


def test_all_links_of_a_mailbox_pressed_at_once_count_two(crowd, petition):
    for name in ("Carol Martin", "Dave Martin", "Eve Martin", "Carol Martin", "Dave Martin"):
        residents.let_letters_go_again()
        signers.sign(petition, name, HOME)
    links = residents.mailed_links()
    assert len(links) == 5
    crowd.all_at_once([lambda link=link: confirming.confirm(link) for link in links * 6])
    residents.figures(petition)
    assert residents.head(petition) == (2, 0)
    assert count("participations", "state = 'counted'") == 2


def test_a_hundred_people_sign_at_once(crowd, petition):
    posts = [lambda n=n: signers.sign(petition, f"Person {chr(97 + n % 26)}", f"p{n}@example.org") for n in range(100)]
    crowd.all_at_once(posts)
    links = residents.mailed_links()
    crowd.all_at_once([lambda link=link: confirming.confirm(link) for link in links * 2])
    residents.figures(petition)
    assert residents.head(petition) == (100, 0)


def test_one_elector_on_twenty_statutory_petitions_at_once_is_one(crowd):
    """CGCT L1112-16: one in a quarter, whoever presses first."""
    day = acts.today()
    roll = b"nom;pr\xe9noms;date de naissance\nMARTIN;Carol;24/12/1970\n"
    electors.import_register(roll, undertaking="Maire", undertaken_on=day, purge_on=day.replace(year=day.year + 1))
    known = electors.spelling_hash("Martin", "Carol", dt.date(1970, 12, 24))
    for number in range(20):
        made = cast.petition(ask=f"Des bancs {number}", is_statutory=True)
        signers.sign(made, "Carol Martin", f"carol{number}@example.org", elector=known)
    crowd.all_at_once([lambda link=link: confirming.confirm(link) for link in residents.mailed_links()])
    assert count("participations", "state = 'counted'") == 20
    assert count("participations", "assurance = 'verified'") == 1
    assert count("petition_elector_claims") == 1
