"""The pages that erase."""

from sqlalchemy import select

from portal.contacts.models import Contact
from portal.core.database import db
from portal.participation.models import ParticipationVersion
from tests.support import cast, consented, work


def test_the_page_says_what_happens_and_the_act_does_it(desk, people):
    page = desk.get(f"/manage/contacts/{people['carol'].id}/erase")
    for words in ("carol@example.org", "registre", "Cette action est définitive"):
        assert words in page.text
    done = desk.submit(page, letter="y")
    assert "effacée" in desk.get(done.location).text
    assert desk.get(f"/manage/contacts/{people['carol'].id}").status_code == 404
    work.do_all()
    assert [letter["To"] for letter in work.letters()] == ["carol@example.org"]


def test_an_address_outside_the_base_can_be_forgotten(desk):
    consented.take_part(cast.survey(access="email"), "zoe@example.org", is_consented=False)
    done = desk.submit(desk.get("/manage/contacts/forget"), address="ZOE@example.org")
    assert done.status_code == 303
    work.do_all()
    assert db.session.scalars(select(ParticipationVersion.to_address)).all() == [None]


def test_an_address_of_the_base_is_shown_before_it_is_erased(desk, people):
    done = desk.submit(desk.get("/manage/contacts/forget"), address="carol@example.org")
    assert done.location.endswith(f"/manage/contacts/{people['carol'].id}/erase")
    assert len(db.session.scalars(select(Contact)).all()) == 3


def test_what_is_no_address_is_refused(desk):
    assert desk.submit(desk.get("/manage/contacts/forget"), address="zoé").status_code == 422
