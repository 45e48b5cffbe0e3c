"""What the author of a petition is told."""

import pytest

from portal.petitions.models import Petition
from portal.petitions.service import deciding, updating
from tests.support import cast, work

HOSTILE = "<b>Samedi</b> au marché"


@pytest.fixture
def petition(town, database):
    """An open petition whose author left an address."""
    made = cast.petition()
    work.do_all()  # the letter of the acceptance would go to nobody
    row = database.session.query(Petition).filter_by(activity_id=made.id).one()
    row.author_name, row.author_address = "Carol Martin", "carol@example.org"
    database.session.commit()
    return made


def told():
    work.do_all()
    return [letter for letter in work.letters() if letter["To"] == "carol@example.org"]


def test_an_author_hears_once_that_their_news_is_published(petition):
    row = updating.propose(petition.id, title=HOSTILE, body="Venez.")
    assert told() == []
    updating.decide(row.id, is_published=True, actor_id=1)
    (letter,) = told()
    assert letter["Subject"].startswith("Votre nouvelle est publiée")
    assert f"/petitions/{petition.slug}" in work.text_of(letter)
    html = letter.get_body(("html",)).get_content()
    assert "&lt;b&gt;Samedi" in html
    assert "<b>Samedi" not in html


def test_an_author_hears_why_their_news_was_refused_and_where_to_write_again(petition):
    row = updating.propose(petition.id, title="Samedi", body="Venez.")
    updating.decide(row.id, is_published=False, reason="Elle accuse quelqu’un.", actor_id=1)
    (letter,) = told()
    assert letter["Subject"].startswith("Votre nouvelle n’a pas été publiée")
    assert "Elle accuse quelqu’un." in work.text_of(letter)
    assert "/petitions/author/" in work.text_of(letter)


def test_what_staff_noted_for_themselves_is_in_no_letter(petition):
    deciding.close(petition.id, text="Enfin finie", actor_id=1)
    (letter,) = told()
    assert "Enfin finie" not in work.text_of(letter)
    deciding.withdraw(petition.id, text="La passerelle est construite.", actor_id=1)
    (letter,) = told()
    assert "La passerelle est construite." in work.text_of(letter)


def test_an_author_who_was_erased_and_officials_are_told_nothing(petition, database):
    row = updating.propose(petition.id, title="Samedi", body="Venez.")
    updating.publish(petition.id, title="L’étude reprend", body="Avant mars.", signed_by="La mairie")
    database.session.query(Petition).filter_by(activity_id=petition.id).update({"author_address": None})
    database.session.commit()
    updating.decide(row.id, is_published=True, actor_id=1)
    assert told() == []
