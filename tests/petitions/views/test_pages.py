"""The page of a petition as people see it: its number, what is owed, where signatures come from, who shows a name."""

import datetime as dt
import re
import uuid

import pytest
from sqlalchemy import update

from portal.core import clock
from portal.core.errors import Refused
from portal.participation.queries import activities as cards
from portal.participation.queries import tallies
from portal.participation.service import activities, changing
from portal.petitions import queries as petitions
from portal.petitions.models import Milestone
from portal.petitions.rules.states import Reason
from portal.petitions.service import deciding, promising, sessions, starting, updating
from portal.petitions.service.starting import Texts
from portal.territory import queries as territory
from tests.support import cast, residents, signers, work

ASKED = r'hx-get="([^"]+)"'
HOSTILE = "<script>alert(1)</script> & « » \u202e"


def signed(petition, zone, times, **values):
    """Let so many people of a zone sign, counted."""
    zone_id = next((found.id for found in territory.territory().zones() if found.key == zone), None)
    for place in range(times):
        signers.sign(
            petition, f"Personne {zone} {place}", f"{zone or 'no'}{place}@example.org", zone_id=zone_id, **values
        )
    signers.confirm_all()
    work.do_all()


def test_a_poll_brings_nothing_while_nothing_moved_and_the_part_of_a_fresh_page_once_it_did(browser):
    petition = cast.petition()
    cast.threshold(10)
    page = browser.get(f"/petitions/{petition.slug}")
    asked = re.search(ASKED, page.text)[1]
    assert browser.get(asked, htmx=True).status_code == 204
    signed(petition, "gare", 2)
    part = browser.get(asked, htmx=True)
    assert part.status_code == 200
    assert ">2<" in part.text
    assert part.text.strip() in browser.get(f"/petitions/{petition.slug}").text


def test_a_poll_after_closing_is_told_to_stop(browser, database):
    petition = cast.petition()
    asked = re.search(ASKED, browser.get(f"/petitions/{petition.slug}").text)[1]
    petition.closes_at = clock.now() - dt.timedelta(seconds=1)
    database.session.commit()
    cards.forget_cards()
    assert browser.get(asked, htmx=True).status_code == 204, "what was sent in time may still be confirmed"
    assert "Provisoire" in browser.get(f"/petitions/{petition.slug}").text
    petition.opens_at, petition.closes_at = clock.now() - 50 * cast.HOUR, clock.now() - 25 * cast.HOUR
    database.session.commit()
    cards.forget_cards()
    assert browser.get(asked, htmx=True).status_code == 286
    page = browser.get(f"/petitions/{petition.slug}")
    assert "hx-get" not in page.text
    assert "htmx" not in page.text


def test_the_server_says_how_often_to_ask(browser):
    petition = cast.petition()
    assert 'hx-trigger="every 15s"' in browser.get(f"/petitions/{petition.slug}").text
    signed(petition, "gare", 1)
    assert 'hx-trigger="every 4s"' in browser.get(f"/petitions/{petition.slug}").text


def test_few_signatures_of_a_zone_are_not_told_nor_to_be_worked_out(browser):
    petition = cast.petition()
    signed(petition, "gare", 7)
    signed(petition, "halles", 2)
    signed(petition, "", 6)
    page = browser.get(f"/petitions/{petition.slug}").text
    assert re.search(r"Gare</th><td>(\d+)", page)[1] == "5"
    assert re.search(r"Halles</th><td>([^<]+)", page)[1] == "–"
    for path in (f"/petitions/{petition.slug}/results", f"/petitions/{petition.slug}/results.csv"):
        text = browser.get(path).text
        assert "Halles" in text
        assert not re.search(r"Halles[^\n]*[>,]2\b", text)
    assert 'id="people"' not in browser.get("/zones/halles").text, "what its page hides, the zone's does not tell"


def test_what_is_owed_is_told_step_by_step_and_late_with_the_days(browser, database):
    petition = cast.petition()
    cast.threshold(2)
    cast.threshold(50, promise="debate")
    signed(petition, "gare", 2)
    page = browser.get(f"/petitions/{petition.slug}").text
    assert "Accusé de réception" in page
    assert "de retard" not in page
    database.session.execute(update(Milestone).values(reached_at=clock.now() - dt.timedelta(days=100)))
    database.session.commit()
    page = browser.get(f"/petitions/{petition.slug}").text
    assert "85 jours de retard" in page
    assert "40 jours de retard" in page
    [milestone] = database.session.query(Milestone).all()
    promising.acknowledge(milestone.id, note="Voirie <b>et</b> mobilités")
    activities.answer(petition.id, decision="partly", author="La maire", body={"fr": "Une étude."})
    work.do_all()
    page = browser.get(f"/petitions/{petition.slug}").text
    assert "de retard" not in page
    assert "Voirie &lt;b&gt;et&lt;/b&gt;" in page
    assert "Une étude." in page


def test_a_debate_promised_has_its_session(browser, database):
    petition = cast.petition()
    cast.threshold(1, promise="debate")
    signed(petition, "gare", 1)
    assert "Séance du conseil" in browser.get(f"/petitions/{petition.slug}").text
    [milestone] = database.session.query(Milestone).all()
    sessions.set_session(milestone.id, dt.date(2026, 1, 14), note="Point 7", url="https://town.example/pv")
    page = browser.get(f"/petitions/{petition.slug}").text
    assert "14 janvier 2026" in page
    assert 'href="https://town.example/pv"' in page


def test_news_are_shown_once_published_and_never_before(browser):
    petition = cast.petition()
    row = updating.propose(petition.id, title="Samedi au marché", body=HOSTILE, signed_by="Carol")
    updating.publish(petition.id, title="L’étude reprend", body="Avant mars.\n\nPromis.", signed_by="La mairie")
    path = f"/petitions/{petition.slug}"
    page = browser.get(path).text
    assert "Samedi au marché" not in page
    assert "L’étude reprend" in page
    updating.decide(row.id, is_published=True)
    page = browser.get(path).text
    assert "Samedi au marché" in page
    assert "&lt;script&gt;" in page


def test_news_are_decided_once_and_three_of_an_author_may_wait(town):
    petition = cast.petition()
    rows = [updating.propose(petition.id, title=f"Nouvelle {n}", body="…") for n in range(3)]
    with pytest.raises(Refused):
        updating.propose(petition.id, title="Quatre", body="…")
    updating.decide(rows[0].id, is_published=False, reason="hors sujet")
    with pytest.raises(Refused):
        updating.decide(rows[0].id, is_published=True)
    updating.propose(petition.id, title="Quatre", body="…")


def test_names_are_those_of_counted_signatures_that_wanted_to_be_shown(browser):
    petition = cast.petition()
    signers.sign(petition, "Carol Martin", "carol@example.org", shows_name=True)
    signers.sign(petition, "Dominique Perrin", "dominique@example.org")
    signers.confirm_all()
    signers.sign(petition, "Pas Encore", "pending@example.org", shows_name=True)
    work.do_all()
    page = browser.get(f"/petitions/{petition.slug}/names")
    assert "Carol Martin" in page.text
    assert "Dominique" not in page.text
    assert "Pas Encore" not in page.text
    assert 'content="noindex"' in page.text


def test_a_name_disappears_with_its_signature(browser):
    petition = cast.petition()
    signers.sign(petition, "Carol Martin", "carol@example.org", shows_name=True)
    signers.confirm_all()
    work.do_all()
    [token] = residents.manage_tokens()
    changing.withdraw(token)
    assert "Carol" not in browser.get(f"/petitions/{petition.slug}/names").text


def test_a_long_list_of_names_goes_on_by_its_last_one(browser):
    petition = cast.petition()
    for place in range(33):
        signers.sign(petition, f"Nom Numéro{place:02}", f"p{place}@example.org", shows_name=True)
    signers.confirm_all()
    first = browser.get(f"/petitions/{petition.slug}/names").text
    following = re.search(r'href="([^"]+after=[^"]+)"', first)[1]
    second = browser.get(following).text
    found = re.findall(r"Nom Numéro(\d\d)", first + second)
    assert sorted(found) == [f"{place:02}" for place in range(33)]
    assert browser.get(f"/petitions/{petition.slug}/names?after=zzz").status_code == 200


def test_hostile_words_are_words_everywhere(browser):
    petition = cast.petition(ask=HOSTILE, details=f"{HOSTILE}\n\n{HOSTILE}")
    signers.sign(petition, HOSTILE, "carol@example.org", shows_name=True)  # as if the form had let it through
    signers.confirm_all()
    work.do_all()
    for path in ("", "/results", "/names", "/sign"):
        page = browser.get(f"/petitions/{petition.slug}{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_is_there_in_every_state(browser, database, language):
    cast.threshold(5)
    petition = cast.petition()
    paths = ("", "/results", "/names")
    for path in paths:
        assert browser.get(f"{language}/petitions/{petition.slug}{path}").status_code == 200
    petition.closes_at = clock.now() - dt.timedelta(days=3)
    petition.opens_at = clock.now() - dt.timedelta(days=90)
    database.session.commit()
    for path in paths:
        assert browser.get(f"{language}/petitions/{petition.slug}{path}").status_code == 200
    coming = cast.petition(ask="Plus tard", opens_in=cast.HOUR)
    assert browser.get(f"{language}/petitions/{coming.slug}").status_code == 200


def test_what_was_turned_down_and_hidden_is_nowhere(browser):
    activity = starting.begin(
        Texts(ask="Le maire est un voleur", background="Il vole", details="Tout"),
        language="fr",
        submission_id=uuid.uuid4(),
        author_name="Carol Martin",
        author_address="carol@example.org",
    )
    petitions.petition(activity.id).standing = "moderation"
    deciding.reject(activity.id, Reason.DEFAMATORY)
    slug = activity.slug
    assert "voleur" not in slug
    for path in (
        f"/petitions/{slug}",
        f"/petitions/{slug}/results",
        f"/petitions/{slug}/names",
        f"/petitions/{slug}/results.csv",
        f"/petitions/{slug}/sign",
        "/petitions",
        "/petitions?state=rejected",
        "/",
        "/search?q=maire",
        "/feed.atom",
        "/calendar.ics",
        "/sitemap.xml",
        "/results",
        f"/a/{activity.id}",
        f"/embed/petition/{slug}",
        f"/sent/{activity.id}",
        "/api/v1/activities",
        f"/api/v1/activities/{activity.id}",
        f"/api/v1/activities/{activity.id}/results",
    ):
        page = browser.get(path)
        assert "voleur" not in page.text, path
        assert "Il vole" not in page.text, path
    assert tallies.head(activity.id).counted == 0
