"""The base on screen: searched, narrowed, a page at a time, one person whole."""

import json

import pytest

from portal.accounts.rules import Role
from portal.contacts.manage import looking
from portal.contacts.queries import people as people_queries
from portal.contacts.queries.people import Filter
from portal.contacts.service import keeping
from portal.contacts.service.keeping import Facts
from portal.core import pagination
from portal.territory import queries as territory
from tests.support import cast, consented
from tests.support.shared_data import shared_data

LIST = "/manage/contacts"


def named(wanted):
    return [row.name or row.address for row in people_queries.page(wanted).rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tourne", ["Élise Tournebrise"]),
        ("ELISE", ["Élise Tournebrise"]),
        ("tournebrise élise", ["Élise Tournebrise"]),
        ("carol@example.org", ["carol@example.org"]),
        ("caro", ["carol@example.org"]),
        ("example", ["carol@example.org", "dave@example.org"]),
        ("0639", ["Élise Tournebrise"]),
        ("+33 6 39 98", ["Élise Tournebrise"]),
        ("06 39 98 00 00", ["Élise Tournebrise"]),
        ("nobody", []),
        ("!!!", []),
        ("' | 'x':*", []),
    ],
)
def test_somebody_is_found_by_the_beginning_of_any_word(people, typed, found):
    assert named(Filter(words=typed)) == found


def test_the_list_is_narrowed_by_zone_theme_and_consent(people):
    gare = territory.territory().find("gare").id
    information = consented.ticked("information").purposes.popitem()[0]
    assert named(Filter(zone_id=gare)) == ["carol@example.org", "Élise Tournebrise"]
    assert named(Filter(theme="écoles")) == ["Élise Tournebrise"]
    assert named(Filter(purpose_id=information)) == ["carol@example.org"]
    assert named(Filter(purpose_id=information, agreement="none")) == ["dave@example.org", "Élise Tournebrise"]
    assert named(Filter(purpose_id=information, agreement="ended")) == []


def test_pages_go_forward_and_back_by_key(town):
    for number in range(7):
        keeping.add(Facts(name=f"Nom {number}"), actor_id=1)
    first = people_queries.page(Filter(), size=3)
    second = people_queries.page(Filter(), after=first.after, size=3)
    last = people_queries.page(Filter(), after=second.after, size=3)
    assert [row.name for row in second.rows] == ["Nom 3", "Nom 4", "Nom 5"]
    assert ([row.name for row in last.rows], last.has_next) == (["Nom 6"], False)
    back = people_queries.page(Filter(), before=people_queries.cursor_of(last.rows[0]), size=3)
    assert [row.name for row in back.rows] == ["Nom 3", "Nom 4", "Nom 5"]
    assert not people_queries.has_before(Filter(), first.rows[0])
    assert [row.name for rows in people_queries.everybody(Filter()) for row in rows] == [f"Nom {n}" for n in range(7)]


def test_the_list_shows_people_and_carries_its_filters(desk, people, monkeypatch):
    monkeypatch.setattr(pagination, "PAGE_SIZE", 1)
    page = desk.get(LIST)
    for words in ("carol@example.org", "Élise Tournebrise", "Gare", "mobilités", "3 personnes"):
        assert words in page.text
    narrowed = desk.get(f"{LIST}?theme=culture&q=dave")
    assert "dave@example.org" in narrowed.text
    assert "carol@example.org" not in narrowed.text
    assert "/export?q=dave&amp;theme=culture" in narrowed.text


def test_a_list_longer_than_a_page_has_a_next_and_a_previous_one(desk, town):
    for number in range(31):
        keeping.add(Facts(name=f"Nom {number:02}"), actor_id=1)
    first = desk.get(LIST)
    [link] = [link for link in desk.read(first).links if "after=" in link]
    second = desk.get(link)
    assert "Nom 30" in second.text
    [link] = [link for link in desk.read(second).links if "before=" in link]
    assert "Nom 00" in desk.get(link).text


def test_a_small_figure_across_a_zone_is_not_said(desk, people):
    gare = territory.territory().find("gare").id
    assert "Moins de 11 personnes" in desk.get(f"{LIST}?zone={gare}&theme=mobilit%C3%A9s").text
    assert "2 personnes" in desk.get(f"{LIST}?zone={gare}").text


@pytest.mark.parametrize(
    "address", ["?zone=999999&purpose=x&theme=nowhere&agreement=?", "?after=AAAA&before=%00", "?q=%00"]
)
def test_an_address_that_was_tampered_with_shows_everybody_it_can(desk, people, address):
    assert "carol@example.org" in desk.get(LIST + address).text


def test_hostile_strings_are_searched_for_and_shown_as_they_are(desk, town):
    strings = json.loads(shared_data("G_hostile", "blns.json").read_text())
    for number, words in enumerate(strings):
        desk.get(LIST, q=words) if number % 50 == 0 else None
        people_queries.page(Filter(words=words.replace("\x00", "")))
    response = desk.get(f"{LIST}?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in response.text


def test_one_persons_page_tells_all_with_its_proof(desk, people):
    carol = people["carol"]
    page = desk.get(f"{LIST}/{carol.id}")
    for words in ("carol@example.org", "Gare", "mobilités", "Informations municipales", "Se déplacer"):
        assert words in page.text
    [link] = {link for link in desk.read(page).links if "/consents/" in link and not link.endswith("/new")}
    proof = desk.get(link)
    assert consented.WORDS in proof.text
    assert consented.NOTICE in proof.text
    assert "SHA-256" in proof.text


def test_everything_held_comes_in_one_file(desk, people):
    response = desk.get(f"{LIST}/{people['carol'].id}/everything.json")
    held = response.get_json()
    assert held["address"] == "carol@example.org"
    assert held["consents"][0]["words"] == consented.WORDS
    assert held["history"][0]["what"] == "took_part"


def test_another_organisations_contacts_do_not_exist(desk, people):
    neighbour = cast.organisation("next", cast.NEIGHBOUR)
    with looking.tenancy.use_organisation(neighbour.id):
        theirs = keeping.add(Facts(name="Mallory"), actor_id=1).id
    for page in ("", "/edit", "/erase", "/consents/new", "/consents/1", "/everything.json"):
        assert desk.get(f"{LIST}/{theirs}{page}").status_code == 404
    assert desk.post(f"{LIST}/{theirs}/erase").status_code == 404
    assert "Mallory" not in desk.get(LIST).text


@pytest.mark.parametrize(
    ("role", "may_see", "may_erase"),
    [(Role.EDITOR, 403, 403), (Role.CONTACT_MANAGER, 200, 403), (Role.DATA_PROTECTION_OFFICER, 200, 200)],
)
def test_each_role_sees_what_it_may(browser, people, role, may_see, may_erase):
    browser.sign_in(cast.staff(role))
    assert browser.get(LIST).status_code == may_see
    assert browser.get(f"{LIST}/{people['carol'].id}/erase").status_code == may_erase
    if may_see == 200 and may_erase == 403:
        assert "/erase" not in browser.get(f"{LIST}/{people['carol'].id}").text
