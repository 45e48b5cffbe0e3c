"""Two people may share a mailbox: another name, the same postcode, never a third."""

import pytest

from portal.participation import tally
from portal.participation.models import ParticipationTrace
from portal.participation.queries import activities, tallies
from portal.participation.service import acts, changing, confirming
from portal.participation.service.acts import LinkOver, Outcome
from portal.petitions.service import signing
from tests.support import cast, residents, signers, work

HOME = "home@example.org"


@pytest.fixture
def petition(town, database):
    made = cast.petition()
    database.session.expunge(made)  # a refusal rolls back, and would have it read again
    return made


def counted(petition):
    work.do_all()
    assert tally.verify(petition.id) == []
    return tallies.head(petition.id).counted


def test_two_of_one_mailbox_sign_both(petition):
    signers.sign(petition, "Carol Martin", HOME)
    signers.sign(petition, "Dave Martin", HOME)
    signers.confirm_all()
    assert counted(petition) == 2


def test_a_third_name_gets_the_same_answer_and_counts_nothing(petition):
    for name in ("Carol Martin", "Dave Martin"):
        signers.sign(petition, name, HOME)
    signers.confirm_all()
    work.letters()
    residents.let_letters_go_again()
    third = signers.sign(petition, "Eve Martin", HOME)
    assert third == acts.Recorded(Outcome.MAILED)
    assert residents.mailed_links() == []
    assert counted(petition) == 2


@pytest.mark.parametrize("name", ["carol MARTIN", "Martin Carol", "Cârol  Martin"])
def test_the_same_name_in_another_spelling_is_the_same_person(petition, name):
    signers.sign(petition, "Carol Martin", HOME)
    residents.let_letters_go_again()
    signers.sign(petition, name, HOME)
    links = residents.mailed_links()
    confirming.confirm(links[-1])
    for link in links[:-1]:
        with pytest.raises(LinkOver):
            confirming.confirm(link)
    assert counted(petition) == 1


def test_another_postcode_is_no_couple(petition):
    signers.sign(petition, "Carol Martin", HOME)
    signers.confirm_all()
    work.letters()
    residents.let_letters_go_again()
    signers.sign(petition, "Dave Martin", HOME, postcode="75001")
    assert residents.mailed_links() == []
    assert counted(petition) == 1


def test_who_writes_in_somebody_s_name_first_takes_no_seat_from_them(petition):
    """mallory writes carol's address with a false name and carol's postcode; carol and her husband sign nevertheless."""
    signers.sign(petition, "Mallory Faux", HOME)
    signers.sign(petition, "Carol Martin", HOME)
    _false, carols = residents.mailed_links()
    confirming.confirm(carols)
    residents.let_letters_go_again()
    signers.sign(petition, "Dave Martin", HOME)
    [daves] = residents.mailed_links()
    confirming.confirm(daves)
    assert counted(petition) == 2
    with pytest.raises(LinkOver):
        confirming.confirm(_false)
    assert counted(petition) == 2


def test_a_pressed_link_looks_again_at_who_shares_the_mailbox(petition):
    signers.sign(petition, "Mallory Faux", HOME)
    residents.let_letters_go_again()
    signers.sign(petition, "Carol Martin", HOME, postcode="75001")
    residents.let_letters_go_again()
    signers.sign(petition, "Dave Martin", HOME)
    _false, carols, daves = residents.mailed_links()
    confirming.confirm(carols)
    with pytest.raises(LinkOver):
        confirming.confirm(daves)
    assert counted(petition) == 1


def test_who_withdrew_may_come_back(petition):
    signers.sign(petition, "Carol Martin", HOME)
    signers.confirm_all()
    residents.let_letters_go_again()
    token = residents.manage_tokens()[-1]
    changing.withdraw(token)
    assert counted(petition) == 0
    signers.sign(petition, "Carol Martin", HOME)
    signers.confirm_all()
    assert counted(petition) == 1


def test_a_trace_is_kept_apart_for_each_thing_said(petition, database):
    signers.sign(petition, "Carol Martin", "Carol@Gmail.com")
    rows = database.session.execute(ParticipationTrace.__table__.select()).all()
    assert [(str(row.network), row.mail_domain, row.activity_id) for row in rows] == [
        ("192.0.2.7", "gmail.com", petition.id)
    ]
    again = signers.signature("Carol Martin", "Carol@Gmail.com")
    signing.sign(activities.card_by_id(petition.id), again)
    signing.sign(activities.card_by_id(petition.id), again)
    assert len(database.session.execute(ParticipationTrace.__table__.select()).all()) == 2, "a double click leaves none"
