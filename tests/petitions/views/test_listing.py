"""The list of petitions: words, states, orders, pages, and what it says where there is nothing."""

import datetime as dt

import pytest
from sqlalchemy import text

from portal.core import clock
from portal.core.database import db
from portal.participation.models import TallyHead
from portal.participation.queries import search
from portal.participation.queries.search import Wanted
from portal.participation.service import activities
from portal.petitions.models import Petition
from portal.petitions.queries import listing
from portal.petitions.queries.listing import Asked, Sort, State
from portal.territory import queries as territory
from tests.support import cast, petitioning

DAY = dt.timedelta(days=1)


def titles(browser, query=""):
    page = browser.get(f"/petitions{query}").text
    asks = ("Passerelle", "Bancs", "Fontaine", "Jardin")
    return sorted((ask for ask in asks if ask in page), key=page.index)


@pytest.fixture
def three(town):
    """An old one with many signatures that closes soon, a newer one, and one that is over."""
    old = cast.petition(ask="Passerelle sur la Vire", opens_in=-5 * DAY, closes_at=clock.now() + DAY)
    cast.petition(ask="Bancs au marché", opens_in=-2 * DAY, closes_at=clock.now() + 9 * DAY)
    over = cast.petition(ask="Fontaine place Foch", opens_in=-9 * DAY, closes_at=clock.now() - DAY)
    for row, counted in ((old, 40), (over, 7)):
        db.session.query(TallyHead).filter_by(activity_id=row.id).update({"counted": counted})
    for number, petition in enumerate(db.session.query(Petition).order_by(Petition.id)):
        petition.decided_at = clock.now() - (9 - number) * DAY
    db.session.commit()
    return old, over


def test_orders_are_the_newest_the_most_signed_and_what_closes_soon(browser, three):
    assert titles(browser) == ["Fontaine", "Bancs", "Passerelle"]
    assert titles(browser, "?sort=signed") == ["Passerelle", "Fontaine", "Bancs"]
    assert titles(browser, "?sort=closing&state=open") == ["Passerelle", "Bancs"]
    assert titles(browser, "?sort=nonsense&state=nonsense") == ["Fontaine", "Bancs", "Passerelle"]


def test_states_keep_some(browser, three):
    _old, over = three
    assert titles(browser, "?state=open") == ["Bancs", "Passerelle"]
    assert titles(browser, "?state=closed") == ["Fontaine"]
    assert titles(browser, "?state=answered") == []
    activities.answer(over.id, decision="accepted", author="La maire", body={"fr": "Oui."})
    assert titles(browser, "?state=answered") == ["Fontaine"]


def test_a_neighbourhood_keeps_its_own_and_what_concerns_everybody(browser, town, three):
    old, over = three
    zones = territory.territory()
    activities.edit_activity(old.id, zone_id=zones.find("halles").id)
    activities.edit_activity(over.id, zone_id=zones.find("gare").id)
    assert titles(browser, "?zone=halles") == ["Bancs", "Passerelle"]
    assert titles(browser, "?zone=gare&q=fontaine") == ["Fontaine"]
    assert titles(browser, "?zone=halles&state=closed") == []
    assert titles(browser, "?zone=nowhere") == ["Fontaine", "Bancs", "Passerelle"]
    assert "?state=open&amp;zone=halles" in browser.get("/petitions?zone=halles").text


def test_words_find_in_the_order_of_how_well_they_fit_or_another(browser, three):
    cast.petition(ask="Jardin partagé", details="Avec une fontaine.")
    assert titles(browser, "?q=fontaines") == ["Fontaine", "Jardin"]
    assert titles(browser, "?q=fontaine&sort=newest") == ["Jardin", "Fontaine"]
    assert titles(browser, "?q=fontaine&state=open") == ["Jardin"]
    assert "Aucune pétition avec ces mots" in browser.get("/petitions?q=zzzz").text


def test_what_was_turned_down_has_a_list_of_its_own_with_the_reason_and_hidden_texts_are_not_in_it(browser, three):
    for number, petition in enumerate(db.session.query(Petition).order_by(Petition.id)):
        petition.standing, petition.reason, petition.is_text_hidden = "rejected", "not_ours", number == 0
    db.session.commit()
    assert titles(browser) == []
    assert titles(browser, "?state=rejected") == ["Fontaine", "Bancs"]
    assert "ne dépend pas de cette collectivité" in browser.get("/petitions?state=rejected").text


@pytest.mark.parametrize("sort", Sort)
def test_pages_neither_repeat_nor_skip(town, sort):
    rows = [cast.petition(ask=f"Fontaine {number}") for number in range(5)]
    asked, found, after = Asked(words="fontaine", sort=sort), [], None
    while True:
        page = listing.page(asked, after=after, size=2)
        found += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(found) == [row.id for row in rows]


def test_an_empty_list_says_how_to_begin(browser):
    assert "/petitions/new" in browser.get("/petitions").text
    assert browser.get("/petitions?after=forged&state=closed").status_code == 200


def test_an_index_finds_words_among_thousands(town):
    petitioning.fill_base([*(f"Demande numéro {number} du quartier" for number in range(2000)), "Une fontaine"])
    asked, wanted = Asked(words="fontaine", state=State.OPEN, sort=Sort.SIGNED), Wanted.from_words("fontaine")
    values = search.values_of(wanted) | {"size": 31}
    sql = listing.statement(asked, wanted, is_later=False)
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {sql}"), values))
    assert "ix_activities_search" in plan
