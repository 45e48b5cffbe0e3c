"""The list: filters, words, order, pages, clocks; one petition with everything; news."""

import datetime as dt
import re

import pytest

from portal.accounts.rules import Role
from portal.core import clock
from portal.core.database import db
from portal.petitions.models import Milestone, Petition
from portal.petitions.queries import desk as lists
from portal.petitions.queries import journal
from portal.petitions.queries.desk import Asked
from portal.petitions.service import updating
from tests.support import cast, signers, work

TODAY = clock.now().date()


def titles(asked, **values):
    return [line.activity.title["fr"] for line in lists.lines(asked, today=TODAY, **values).rows]


def reach(petition, *, days_ago, **values):
    """A promise that this petition reached so long ago."""
    threshold = cast.threshold(10, **values)
    row = Milestone(
        activity_id=petition.id,
        threshold_id=threshold.id,
        number=10,
        reached_at=clock.now() - dt.timedelta(days=days_ago),
    )
    db.session.add(row)
    db.session.commit()
    return row


def test_the_list_is_filtered_by_state_and_by_words(town, submitted):
    submitted("Ouvrir la piscine")
    cast.petition(ask="Planter des haies")
    cast.petition(ask="Une halle couverte", opens_in=-2 * cast.HOUR, closes_at=clock.now() - cast.HOUR)
    assert titles(Asked()) == ["Une halle couverte", "Planter des haies", "Ouvrir la piscine"]
    assert titles(Asked(state="moderation")) == ["Ouvrir la piscine"]
    assert titles(Asked(state="open")) == ["Planter des haies"]
    assert titles(Asked(state="closed")) == ["Une halle couverte"]
    assert titles(Asked(words="haie")) == ["Planter des haies"]
    assert titles(Asked(words="pisc", state="open")) == []


def test_the_list_is_sorted_by_number_and_speed_and_goes_on_page_by_page(town):
    few, many = cast.petition(ask="Peu"), cast.petition(ask="Beaucoup")
    signers.signed_by(few, "Ana Un")
    signers.signed_by(many, "Ana Un", "Bea Deux")
    work.do_all()
    cast.petition(ask="Aucune")
    for sort in ("signatures", "speed"):
        assert titles(Asked(sort=sort)) == ["Beaucoup", "Peu", "Aucune"]
    assert titles(Asked(sort="signatures", is_rising=True)) == ["Aucune", "Peu", "Beaucoup"]
    page = lists.lines(Asked(sort="signatures"), today=TODAY, size=2)
    assert titles(Asked(sort="signatures"), after=page.after, size=2) == ["Aucune"]
    assert page.rows[0].speed == 2


def test_what_is_late_is_found_and_comes_first(desk):
    late, soon = cast.petition(ask="En retard"), cast.petition(ask="Dans les temps")
    cast.petition(ask="Rien de promis")
    reach(late, days_ago=20)
    reach(soon, days_ago=1)
    assert titles(Asked(sort="clock")) == ["En retard", "Dans les temps", "Rien de promis"]
    assert titles(Asked(state="late")) == ["En retard"]
    page = desk.get("/manage/petitions?state=late").text
    assert re.search(r'class="bad">[^<]*5', page)


def test_addresses_that_nobody_wrote_are_the_whole_list(desk):
    cast.petition(ask="Planter des haies")
    for query in ("state=oops", "sort=oops&rising=2", "after=oops", "q=%00%27%22&sort=speed", "q=" + "x" * 999):
        assert desk.get(f"/manage/petitions?{query}").status_code == 200


def test_one_petition_shows_everything_live(desk, submitted):
    petition = cast.petition(details="Première ligne\nseconde\n\nAutre paragraphe")
    cast.threshold(2)
    signers.signed_by(petition, "Ana Un", "Bea Deux", "Cleo Trois")
    work.do_all()
    page = desk.get(f"/manage/petitions/{petition.id}")
    assert "seconde" in page.text
    assert "Réponse écrite" in page.text
    assert "Confirmed" not in page.text
    part = desk.get(f"/manage/petitions/{petition.id}?since=0", htmx=True)
    assert part.text.startswith('<div id="figures"')
    assert desk.get(f"/manage/petitions/{petition.id}?since=99").status_code == 204
    assert desk.get(f"/manage/petitions/{submitted().id}").status_code == 200


def test_officials_publish_news_and_authors_wait_for_a_moderator(desk):
    petition = cast.petition()
    form = desk.get(f"/manage/petitions/{petition.id}/updates/new")
    assert desk.submit(form, title="", body="").status_code == 422
    assert desk.submit(form, title="Réunion publique", body="Le 3 mai", signed_by="La mairie").status_code == 303
    mine = updating.propose(petition.id, title="Merci <b>", body="Déjà cent !")
    assert "Merci &lt;b&gt;" in desk.get("/manage/petitions").text
    judging = desk.get(f"/manage/petitions/{petition.id}/updates/{mine.id}")
    assert desk.submit(judging, go="refuse").status_code == 422
    assert desk.submit(judging, go="publish").status_code == 303
    assert desk.submit(judging, go="refuse", reason="Trop tard").status_code == 409
    assert {row.state for row in journal.updates(petition.id)} == {"published"}
    other = cast.petition(ask="Autre")
    assert desk.get(f"/manage/petitions/{other.id}/updates/{mine.id}").status_code == 404


def test_the_organisation_writes_its_own_and_two_editors_lose_nothing(desk):
    page = desk.get("/manage/petitions/new")
    assert desk.submit(page, ask="=1+1").status_code == 422
    assert desk.submit(page, ask="Voir www.acheter.fr").status_code == 422
    made = desk.submit(page, ask="Une fête des voisins", background="Chaque année", is_statutory="y")
    assert made.status_code == 303
    [row] = db.session.scalars(db.select(Petition)).all()
    assert (row.is_by_staff, row.is_statutory, row.standing) == (True, True, "draft")
    first, second = (desk.get(f"/manage/petitions/{row.activity_id}/edit") for _ in range(2))
    assert desk.submit(first, ask="Une fête en juin").status_code == 303
    late = desk.submit(second, ask="Une fête en mai")
    assert late.status_code == 409
    assert "Une fête en mai" in late.text
    assert desk.submit(late).status_code == 303
    assert titles(Asked(state="draft")) == ["Une fête en mai"]


def test_a_resident_s_words_are_their_own(desk, submitted):
    assert desk.get(f"/manage/petitions/{submitted().id}/edit").status_code == 409


@pytest.mark.parametrize("role", [Role.CONTACT_MANAGER, Role.FIELD_AGENT, Role.DATA_PROTECTION_OFFICER])
def test_others_see_no_petition(browser, role):
    browser.sign_in(cast.staff(role))
    assert browser.get(f"/manage/petitions/{cast.petition().id}").status_code == 403
