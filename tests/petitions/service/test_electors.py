"""Statutory petitions (CGCT L1112-16): electors alone bring them further, each once in a quarter."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.core import clock, tenancy
from portal.core.database import db
from portal.core.errors import Refused
from portal.participation import tally, upkeep
from portal.participation.models import Participation
from portal.participation.queries import activities
from portal.participation.service import acts, changing
from portal.petitions import progress
from portal.petitions import queries as petitions
from portal.petitions.queries import electors as queries
from portal.petitions.service import electors, paper, promising
from tests.petitions.service.test_paper import sheet_of, written
from tests.support import cast, residents, signers, work

ROLL = """nom de naissance;nom d'usage;prénoms;date de naissance
MARTIN;;Carol Anne;24/12/1970
DURAND;PETIT;Dave;01/02/1980
NOIR;;Eve;03/04/1990
"""
YEAR = dt.timedelta(days=365)
CAROL = ("Martin", "Carol", dt.date(1970, 12, 24))
DAVE = ("Petit", "Dave", dt.date(1980, 2, 1))


@pytest.fixture(autouse=True)
def nothing_is_remembered(app):
    app.extensions.pop("statutory_petitions", None)


@pytest.fixture
def register(town):
    return take_in(ROLL)


def take_in(roll, **values):
    known = {"undertaking": "Maire", "undertaken_on": acts.today(), "purge_on": acts.today() + YEAR}
    return electors.import_register(roll.encode(), **(known | values))


def statutory(**values):
    made = cast.petition(is_statutory=True, **values)
    db.session.expunge(made)
    return made


def sign(petition, who, address=None, *, is_confirmed=True):
    name = f"{who[1]} {who[0]}"
    signers.sign(petition, name, address or f"{who[1].lower()}@example.org", elector=electors.spelling_hash(*who))
    if is_confirmed:
        signers.confirm_all()


def reached(petition):
    work.do_all()
    assert tally.verify(petition.id) == []
    found = progress.progress(petitions.petition(petition.id))
    return found.counted, found.apart


def test_only_electors_who_are_found_count_and_the_others_apart(register):
    petition = statutory()
    sign(petition, CAROL)
    sign(petition, DAVE)
    sign(petition, ("Inconnu", "Fay", dt.date(1990, 1, 1)))
    signers.signed_by(petition, "Gil Roux")
    assert reached(petition) == (2, 2)


def test_a_tenth_is_counted_of_electors_alone(register, database):
    cast.threshold(None, one_in=2, is_statutory=True, promise="debate")
    petition = statutory()
    assert petitions.petition(petition.id).electors == 3, "the register tells how many there are"
    sign(petition, CAROL)
    signers.signed_by(petition, "Gil Roux", "Hal Brun")
    work.do_all()
    assert promising.promises.milestones(petition.id) == []
    sign(petition, DAVE)
    work.do_all()
    [row] = promising.promises.milestones(petition.id)
    assert row.number == 2


def test_an_elector_signs_one_petition_a_quarter_and_withdrawing_frees_it(register):
    first, second = statutory(), statutory(ask="Des bancs")
    sign(first, CAROL)
    [token] = residents.manage_tokens()
    sign(second, CAROL, "other@example.org")
    assert (reached(first), reached(second)) == ((1, 0), (0, 1))
    changing.withdraw(token)
    third = statutory(ask="Un préau")
    sign(third, CAROL)
    assert (reached(first), reached(third)) == ((0, 0), (1, 0))


def test_one_elector_with_two_mailboxes_counts_once(register):
    petition = statutory()
    sign(petition, CAROL)
    sign(petition, ("MARTIN", "Carol Anne", CAROL[2]), "second@example.org")
    assert reached(petition) == (1, 1)


def test_what_staff_put_back_is_an_elector_s_only_if_nobody_else_is_meanwhile(register):
    first, second = statutory(), statutory(ask="Des bancs")
    sign(first, CAROL)
    row = db.session.query(Participation).filter_by(activity_id=first.id).one()
    changing.invalidate(row.id, "Doute")
    sign(second, CAROL, "other@example.org")
    db.session.execute(text("UPDATE participations SET state = 'counted' WHERE state = 'invalidated'"))
    db.session.commit()
    electors.settle(row.id)
    electors.settle(row.id)
    states = db.session.execute(text("SELECT activity_id, assurance FROM participations ORDER BY activity_id")).all()
    assert [tuple(each) for each in states] == [(first.id, "email"), (second.id, "verified")]


def test_another_quarter_is_another_signature(register, database):
    first, second = statutory(), statutory(ask="Des bancs")
    sign(first, CAROL)
    database.session.execute(text("UPDATE petition_elector_claims SET quarter = quarter - 100"))
    database.session.commit()
    sign(second, CAROL, "other@example.org")
    assert (reached(first), reached(second)) == ((1, 0), (1, 0))


def test_other_petitions_ask_no_register(register):
    petition = cast.petition()
    signers.signed_by(petition, "Carol Martin")
    assert reached(petition) == (1, 0)
    assert db.session.scalar(text("SELECT count(*) FROM petition_elector_claims")) == 0


def test_a_register_that_comes_later_is_asked_for_those_who_signed_before(town):
    petition = statutory()
    sign(petition, CAROL)
    assert reached(petition) == (0, 1)
    take_in(ROLL)
    assert reached(petition) == (1, 0)


def test_a_change_of_mind_keeps_the_elector(register, browser):
    petition = statutory()
    sign(petition, CAROL)
    [token] = residents.manage_tokens()
    assert browser.submit(browser.get(f"/petitions/mine/{token}"), comment="Pour mes enfants").status_code == 303
    assert reached(petition) == (1, 0)


def test_a_line_on_paper_is_an_elector_s_where_the_sheet_says_enough(register):
    petition = statutory()
    card = activities.card_by_id(petition.id)
    sheet = sheet_of(card)
    found = written("Carol Martin", elector=electors.spelling_hash(*CAROL))
    paper.enter(card, sheet.id, [found, written("Dave Petit")])
    assert reached(petition) == (1, 1)
    sign(petition, CAROL)
    assert reached(petition) == (1, 2), "the same elector, on the web"
    line = next(row for row in paper.paper.lines(sheet.id) if row.name == "Carol Martin")
    paper.correct(card, sheet.id, line.participation_id, written("Carole Marin"), actor_id=None)
    other = statutory(ask="Des bancs")
    sign(other, CAROL, "third@example.org")
    assert (reached(petition), reached(other)) == ((0, 3), (1, 0)), "the line gave the elector back"


def test_nothing_of_a_roll_is_stored_but_hashes(register, database):
    tables = ("electors", "elector_registers", "petition_elector_claims")
    sign(statutory(), CAROL)
    kept = " ".join(str(row) for table in tables for row in database.session.execute(text(f"SELECT * FROM {table}")))
    assert not any(word in kept.lower() for word in ("martin", "carol", "1970", "durand"))
    content = database.session.scalar(text("SELECT content FROM participation_versions"))
    assert "1970" not in str(content)


def test_a_new_register_replaces_the_old_one_whose_hashes_go(register):
    take_in(ROLL.replace("Carol Anne", "Caroline"))
    petition = statutory()
    sign(petition, CAROL)
    assert reached(petition) == (0, 1)
    assert queries.count_old(clock.now()) > 0
    upkeep.purge(clock.now())
    assert queries.count_old(clock.now()) == 0
    assert queries.current_register().electors == 3


def test_on_its_purge_date_a_register_goes_and_figures_stay(register):
    petition = statutory()
    sign(petition, CAROL)
    upkeep.purge(clock.now() + YEAR * 1.5)
    assert db.session.scalar(text("SELECT count(*) FROM electors")) == 0
    assert db.session.scalar(text("SELECT count(*) FROM petition_elector_claims")) == 0
    assert reached(petition) == (1, 0)


def test_the_next_town_knows_other_hashes(register):
    other = cast.organisation("next", cast.NEIGHBOUR)
    here = electors.spelling_hash(*CAROL)
    with tenancy.use_organisation(other.id):
        assert electors.spelling_hash(*CAROL) != here
        assert queries.find(bytes.fromhex(here), acts.today()) is None


def test_what_is_no_roll_is_refused_and_the_old_register_stays(register):
    for roll in ("bureau,adresse\n1,rue", "nom;prénoms;date de naissance\n", ""):
        with pytest.raises(Refused):
            take_in(roll)
    with pytest.raises(Refused):
        take_in(ROLL, purge_on=acts.today())
    assert queries.current_register().electors == 3


def test_a_party_has_no_register(database):
    party = cast.organisation("party", "party.test", regime="political")
    with tenancy.use_organisation(party.id), pytest.raises(Refused):
        take_in(ROLL)
