"""What officials decide: each state, its page, its line in the journal."""

import uuid

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.core import clock
from portal.participation.queries import activities, search, tallies
from portal.participation.queries.search import Wanted
from portal.participation.service import keys
from portal.petitions import queries
from portal.petitions.models import Decision, Sponsor
from portal.petitions.rules.states import Reason, Standing
from portal.petitions.service import deciding, opening, starting
from portal.petitions.service.deciding import NotNow
from portal.petitions.service.starting import Texts
from tests.support import cast, work

NAMES = ("Dave Durand", "Eve Noir", "Fay Petit", "Gus Roy", "Hal Blanc")


@pytest.fixture
def petition(town, database):
    """A resident's petition that five people carry, waiting for the moderators."""
    made = begin()
    for name in NAMES:
        sponsor(made, name)
    assert deciding.submit(made.id)
    return made


def begin():
    address = "carol@example.org"
    return starting.begin(
        Texts(ask="Une passerelle", background="Entre les ponts.", details="Le secret de Dupont."),
        language="fr",
        submission_id=uuid.uuid4(),
        author_name="Carol Martin",
        author_address=address,
        author_key=keys.person_key(address),
        author_postcode="14000",
        author_confirmed_at=clock.now(),
    )


def sponsor(petition, name):
    address = f"{name.split()[0].lower()}@example.org"
    row = Sponsor(
        activity_id=petition.id,
        person_key=keys.person_key(address),
        name=name,
        address=address,
        postcode="14000",
        confirmed_at=clock.now(),
    )
    cast.db.session.add(row)
    cast.db.session.commit()


def standing(petition):
    cast.db.session.expire_all()
    return queries.petition(petition.id).standing


def journal(petition):
    rows = select(Decision).where(Decision.activity_id == petition.id).order_by(Decision.id)
    return [(row.act, row.reason) for row in cast.db.session.scalars(rows)]


def accept(petition):
    return opening.accept(petition.id, opens_at=clock.now() - cast.HOUR, closes_at=None, actor_id=1)


def test_it_goes_to_the_moderators_with_its_fifth_sponsor(town, browser):
    petition = begin()
    for name in NAMES[:4]:
        sponsor(petition, name)
    assert not deciding.submit(petition.id)
    sponsor(petition, NAMES[4])
    assert deciding.submit(petition.id)
    assert standing(petition) == Standing.MODERATION
    assert browser.get(f"/petitions/{petition.slug}").status_code == 404


def test_who_carried_it_are_its_first_signatures(petition, browser):
    accept(petition)
    work.do_all()
    assert tallies.head(petition.id).counted == 6
    letters = [letter for letter in work.letters() if "/my/" in work.text_of(letter)]
    assert len(letters) == 6, "each has a receipt and a personal link"
    assert "Une passerelle" in browser.get(f"/petitions/{petition.slug}").text


def test_who_did_not_confirm_signs_nothing(petition):
    row = queries.petition(petition.id)
    row.author_confirmed_at = None
    cast.db.session.commit()
    accept(petition)
    work.do_all()
    assert tallies.head(petition.id).counted == 5


def test_a_rejection_is_public_with_its_reason(petition, browser):
    deciding.reject(petition.id, Reason.DUPLICATE, text="Voir la pétition sur le pont.", actor_id=1)
    page = browser.get(f"/petitions/{petition.slug}")
    assert page.status_code == 200
    assert "demande déjà la même chose" in page.text
    assert "Voir la pétition sur le pont." in page.text
    assert "Le secret de Dupont." in page.text
    assert "Une passerelle" in browser.get("/petitions?state=rejected").text
    assert browser.get(f"/petitions/{petition.slug}/sign").status_code == 404


def test_some_reasons_hide_the_text_everywhere(petition, browser):
    deciding.reject(petition.id, Reason.DEFAMATORY, actor_id=1)
    page = browser.get(f"/petitions/{petition.slug}").text
    assert "Dupont" not in page
    assert "Une passerelle" not in page
    for path in ("/petitions?state=rejected", "/petitions", "/search?q=passerelle", "/sitemap.xml", "/feed.atom"):
        assert "Une passerelle" not in browser.get(path).text, path
    assert not search.page(Wanted.from_words("Dupont")).rows
    assert "passerelle" not in petition.slug, "an address says what the text says"


def test_a_hidden_text_may_be_shown_and_a_shown_one_hidden(petition, browser):
    deciding.reject(petition.id, Reason.DEFAMATORY, actor_id=1)
    deciding.show_text(petition.id, actor_id=1)
    assert "Dupont" in browser.get(f"/petitions/{petition.slug}").text
    deciding.hide_text(petition.id, actor_id=1)
    assert queries.petition(petition.id).is_text_hidden


def test_a_rejection_may_be_taken_back(petition):
    deciding.reject(petition.id, Reason.DEFAMATORY, actor_id=1)
    deciding.restore(petition.id, text="Après recours.", actor_id=2)
    assert standing(petition) == Standing.MODERATION
    accept(petition)
    assert journal(petition) == [
        ("submitted", None),
        ("rejected", "defamatory"),
        ("restored", None),
        ("accepted", None),
    ]


def test_a_second_opinion_is_waited_for_and_given_by_somebody_else(petition):
    deciding.ask_opinion(petition.id, actor_id=1)
    with pytest.raises(NotNow):
        accept(petition)
    with pytest.raises(NotNow):
        deciding.reject(petition.id, Reason.UNCLEAR, actor_id=1)
    with pytest.raises(NotNow):
        deciding.give_opinion(petition.id, "accept", actor_id=1)
    deciding.give_opinion(petition.id, "accept", actor_id=2)
    accept(petition)
    assert standing(petition) == Standing.ACCEPTED


def test_who_asked_for_a_second_opinion_and_nobody_else_may_stop_waiting_for_it(petition):
    with pytest.raises(NotNow):
        deciding.unask_opinion(petition.id, actor_id=1)
    deciding.ask_opinion(petition.id, actor_id=1)
    with pytest.raises(NotNow):
        deciding.unask_opinion(petition.id, actor_id=2)
    deciding.unask_opinion(petition.id, actor_id=1)
    accept(petition)
    acts = [act for act, _reason in journal(petition)]
    assert acts == ["submitted", "opinion_asked", "opinion_unasked", "accepted"]


def test_an_author_withdraws_before_and_after_the_opening(petition, browser):
    accept(petition)
    deciding.withdraw(petition.id, text="La mairie a répondu.")
    page = browser.get(f"/petitions/{petition.slug}")
    assert "La mairie a répondu." in page.text
    early = begin()
    deciding.withdraw(early.id, text="Changé d’avis.")
    assert browser.get(f"/petitions/{early.slug}").status_code == 404


def test_a_closed_petition_takes_no_more_and_keeps_its_page(petition, browser):
    accept(petition)
    deciding.close(petition.id, actor_id=1)
    assert activities.get(petition.id).closes_at is not None
    assert browser.get(f"/petitions/{petition.slug}").status_code == 200


def test_what_was_decided_meanwhile_is_not_decided_again(petition):
    accept(petition)
    for act in (lambda: accept(petition), lambda: deciding.reject(petition.id, Reason.UNCLEAR, actor_id=1)):
        with pytest.raises(NotNow):
            act()


def test_the_journal_is_only_ever_added_to(petition):
    for statement in ("UPDATE petition_decisions SET note = 'x'", "DELETE FROM petition_decisions"):
        with pytest.raises(DBAPIError), cast.db.session.begin_nested():
            cast.db.session.execute(text(statement))
