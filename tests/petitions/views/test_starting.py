"""Starting a petition through every layer: seven pages without script, a mailed link, people who carry it, moderators."""

import json

import pytest

from portal.consents.models import Tick
from portal.core.database import db
from portal.participation.models import Activity
from portal.participation.queries import tallies
from portal.petitions.models import Petition, Sponsor
from portal.petitions.rules.states import Reason
from portal.petitions.service import deciding, opening
from tests.support import cast, petitioning, work
from tests.support.browser import Browser
from tests.support.petitioning import AUTHOR, SAID
from tests.support.shared_data import shared_data


def test_the_wizard_asks_one_question_a_page_and_keeps_nothing_before_the_last(browser):
    page = petitioning.fill(browser)
    assert "Une fontaine sur la place" in page.text
    assert db.session.query(Petition).count() == 0
    assert db.session.query(Activity).count() == 0
    sent = browser.submit(page, go="send")
    assert (sent.status_code, sent.location) == (303, "/petitions/new/sent")
    assert browser.get(sent.location).status_code == 200
    petition = db.session.query(Petition).one()
    assert (petition.standing, petition.author_name, petition.author_confirmed_at) == (
        "sponsoring",
        "Carol Martin",
        None,
    )


def test_one_step_back_shows_what_was_written(browser):
    page = petitioning.fill(browser, until="details")
    page = browser.submit(page, details="À demi écrit", go="back")
    assert SAID["background"] in page.text
    page = browser.submit(page, go="next")
    assert "À demi écrit" in page.text


def test_a_line_of_the_last_page_is_corrected_and_leads_back_to_it(browser):
    page = browser.submit(petitioning.fill(browser), go="background")
    page = browser.submit(page, background="Parce qu’il fait trop chaud.", go="next")
    assert "Parce qu’il fait trop chaud." in page.text
    assert "Envoyer" in page.text


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("concerned", {"concerned": "none"}),
        ("concerned", {}),
        ("ask", {"ask": "=1+1"}),
        ("ask", {"ask": "Lisez www.exemple.fr"}),
        ("ask", {"ask": "x" * 81}),
        ("ask", {"ask": "\u200b \t"}),
        ("background", {"background": ""}),
        ("background", {"background": "x" * 301}),
        ("details", {"details": "x" * 801}),
        ("who", AUTHOR | {"name": "@carol"}),
        ("who", AUTHOR | {"name": "Carol www.exemple.fr"}),
        ("who", AUTHOR | {"address": "carol"}),
        ("who", AUTHOR | {"postcode": "?"}),
        ("who", AUTHOR | {"zone": "nowhere"}),
        ("who", AUTHOR | {"consent": ["information"]}),
        ("who", AUTHOR | {"consent": ["nothing"], "age": "y"}),
    ],
)
def test_what_is_wrong_is_said_on_its_own_page(browser, step, wrong):
    page = petitioning.fill(browser, until=step)
    answer = browser.submit(page, **wrong, go="next")
    assert answer.status_code == 422
    assert 'class="errors"' in answer.text
    assert browser.read(answer).forms[-1].fields["step"] == [step]


def test_pasted_text_is_cleaned(browser):
    page = petitioning.fill(browser, ask="  Une\u00a0fontaine\r\n\u202esur la\u200b place\x07 ")
    browser.submit(page, go="send")
    assert db.session.query(Activity).one().title == {"fr": "Une fontaine sur la place"}


def test_a_forged_last_page_is_checked_whole(browser):
    page = petitioning.fill(browser)
    answer = browser.submit(page, go="send", background="x" * 301)
    assert answer.status_code == 422
    assert browser.read(answer).forms[-1].fields["step"] == ["background"]
    assert db.session.query(Petition).count() == 0


def test_the_same_form_sent_twice_is_one_petition_and_another_text_under_its_id_is_refused(browser):
    page = petitioning.fill(browser)
    assert browser.submit(page, go="send").status_code == 303
    assert browser.submit(page, go="send").status_code == 303
    assert db.session.query(Petition).count() == 1
    assert len(work.letters()) == 1
    other = browser.submit(page, go="send", ask="Autre chose")
    assert other.status_code == 409
    again = browser.submit(other, go="send", ask="Autre chose")
    assert again.status_code == 303
    assert db.session.query(Petition).count() == 2


def test_a_machine_that_fills_what_people_never_see_starts_nothing(browser):
    assert browser.submit(petitioning.fill(browser), go="send", website="x").status_code == 303
    assert db.session.query(Petition).count() == 0


def test_petitions_that_ask_for_the_same_are_shown_misspelt_or_not(browser):
    cast.petition(ask="Rouvrir la piscine municipale en été")
    cast.petition(ask="Planter des arbres devant l’école")
    page = petitioning.fill(browser, until="ask")
    page = browser.submit(page, ask="Réouvrir la pisine municipale", go="next")
    assert "Rouvrir la piscine municipale" in page.text
    assert "Planter des arbres" not in page.text
    page = browser.submit(page, go="next")
    assert browser.read(page).forms[-1].fields["step"] == ["background"]


def test_the_author_confirms_by_a_button_that_no_scanner_presses(browser):
    token = petitioning.start(browser)
    assert db.session.query(Petition).one().author_confirmed_at is None
    browser.submit(browser.get(f"/petitions/author/{token}"))
    assert db.session.query(Petition).one().author_confirmed_at is not None
    assert browser.post(f"/petitions/author/{token}/confirm").status_code == 303
    [letter] = work.letters()
    assert browser.get(work.link_in(letter, "/petitions/sponsor/")).status_code == 200
    assert browser.get(f"/petitions/author/{token}/qr.svg").mimetype == "image/svg+xml"


def test_nobody_can_carry_a_petition_before_its_author_confirmed(browser):
    token = petitioning.start(browser)
    browser.submit(browser.get(f"/petitions/author/{token}"))
    link = petitioning.sponsor_link()
    db.session.query(Petition).one().author_confirmed_at = None
    db.session.commit()
    assert browser.get(link).status_code == 404


def test_at_the_fifth_it_goes_to_moderation_by_itself_and_the_author_is_told(browser):
    token, link = petitioning.begun(browser)
    for number in range(4):
        petitioning.carry(browser, link, number)
    assert db.session.query(Petition).one().standing == "sponsoring"
    petitioning.carry(browser, link, 4)
    petition = db.session.query(Petition).one()
    assert petition.standing == "moderation"
    work.do_all()
    [letter] = work.letters()
    assert letter["To"] == AUTHOR["address"]
    assert token in work.text_of(letter)
    assert "Sponsor 0" in browser.get(f"/petitions/author/{token}").text


def test_one_address_carries_once_and_the_author_is_no_sponsor(browser):
    _token, link = petitioning.begun(browser)
    petitioning.carry(browser, link, 0)
    for address in ("sponsor0@example.org", AUTHOR["address"]):
        petitioning.wait_a_minute()
        assert petitioning.ask(browser, link, address=address).status_code == 303
        [letter] = work.letters()
        assert "/petitions/carry/" not in work.text_of(letter)
    assert db.session.query(Sponsor).filter(Sponsor.confirmed_at.is_not(None)).count() == 1


def test_a_stranger_who_writes_my_address_again_does_not_make_my_link_useless(browser):
    _token, link = petitioning.begun(browser)
    petitioning.ask(browser, link, name="Dominique Perrin", address="dom@example.org")
    [letter] = work.letters()
    petitioning.ask(browser, link, name="Mallory", address="dom@example.org")
    assert work.letters() == []
    browser.submit(browser.get(work.link_in(letter, "/petitions/carry/")))
    assert [row.name for row in db.session.query(Sponsor)] == ["Dominique Perrin"]


def test_there_are_at_most_twenty(browser):
    _token, link = petitioning.begun(browser)
    for number in range(20):
        petitioning.carry(browser, link, number)
    assert petitioning.ask(browser, link, expected=None, address="late@example.org") is None
    assert db.session.query(Sponsor).count() == 20


def test_an_accepted_petition_opens_signed_by_those_who_carried_it_with_what_they_ticked(browser):
    _token, link = petitioning.begun(browser, consent=["information"], age="y")
    for number in range(5):
        petitioning.carry(browser, link, number)
    petition = db.session.query(Petition).one()
    assert db.session.query(Tick).one().subject_type == "petition"
    opening.accept(petition.activity_id, opens_at=cast.clock.now(), closes_at=None)
    work.do_all()
    assert tallies.head(petition.activity_id).counted == 6
    assert db.session.query(Tick).one().subject_type == "participation_version"
    told = [letter["Subject"] for letter in work.letters() if letter["To"] == AUTHOR["address"]]
    assert len(told) == 3  # five carry it, accepted, receipt


def test_a_refusal_says_why_and_how_to_go_on_and_a_hidden_text_stays_hidden(browser):
    token, link = petitioning.begun(browser)
    for number in range(5):
        petitioning.carry(browser, link, number)
    work.do_all()
    work.letters()
    petition = db.session.query(Petition).one()
    deciding.reject(petition.activity_id, Reason.DEFAMATORY, text="Le deuxième paragraphe.")
    work.do_all()
    [letter] = work.letters()
    assert "Le deuxième paragraphe." in work.text_of(letter)
    assert "/petitions/new" in work.text_of(letter)
    assert "Le deuxième paragraphe." in browser.get(f"/petitions/author/{token}").text
    assert "fontaine" not in browser.get(link).text
    assert "fontaine" not in browser.get(f"{link}/sent").text


def test_the_author_takes_it_back_after_a_page_that_says_what_that_means(browser):
    token, link = petitioning.begun(browser)
    gone = browser.submit(browser.get(f"/petitions/author/{token}/withdraw"))
    assert gone.location == f"/petitions/author/{token}"
    assert browser.get(gone.location).status_code == 200
    assert db.session.query(Petition).one().standing == "withdrawn"
    assert "fontaine" not in browser.get(link).text
    assert browser.post(f"/petitions/author/{token}/withdraw").status_code == 409
    work.do_all()
    assert work.letters() == []


def test_the_author_of_an_open_petition_writes_news_that_wait(browser):
    token, _link = petitioning.begun(browser)
    early = browser.post(f"/petitions/author/{token}/news", {"title": "Du neuf", "body": "Voilà."})
    assert early.status_code == 409
    petitioning.opened(browser)
    page = browser.get(f"/petitions/author/{token}")
    assert browser.submit(page, title="", body="").status_code == 422
    for _time in range(3):
        assert browser.submit(page, title="Du neuf", body="Voilà.").status_code == 303
    assert browser.submit(page, title="Du neuf", body="Voilà.").status_code == 409
    assert "Du neuf" in browser.get(f"/petitions/author/{token}").text


def test_hostile_strings_go_through_every_field_and_come_back_as_text(browser):
    strings = json.loads(shared_data("G_hostile", "blns.json").read_text())
    page = petitioning.fill(browser)
    for text in [string for string in strings if "{" not in string][::9]:
        filled = dict.fromkeys(
            ("ask", "background", "details", "name", "address", "postcode", "concerned", "step"), text
        )
        answer = browser.submit(page, go="send", **(filled | {"step": "check"}))
        assert answer.status_code in (303, 422)
        assert "<script>alert" not in answer.text
        assert browser.submit(page, go="next", **filled).status_code in (200, 422)


@pytest.mark.parametrize("path", ["author/nothing", "sponsor/nothing", "sponsor/nothing/sent", "carry/nothing"])
def test_links_that_are_none_lead_nowhere(browser, path):
    assert browser.get(f"/petitions/{path}").status_code == 404


def test_a_link_of_the_next_town_opens_nothing_here(app, browser):
    token, link = petitioning.begun(browser)
    cast.organisation("next", cast.NEIGHBOUR)
    mallory = Browser(app, cast.NEIGHBOUR)
    assert mallory.get(f"/petitions/author/{token}").status_code == 404
    assert mallory.get(link).status_code == 404
    assert mallory.post(f"/petitions/author/{token}/withdraw").status_code == 404
