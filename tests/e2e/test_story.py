"""The main job, as people do it: a resident on a telephone, then the town hall at a desk."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e import acts
from tests.e2e.acts import Person
from tests.e2e.demonstration import Demonstration
from tests.e2e.viewing import View, cookies_of

SURVEY = "les-menus-des-cantines"
SECONDS = 2


def number(words: str | None) -> int:
    return int(re.sub(r"\D", "", words or "") or 0)


def figures(page: Page, zone: str) -> dict[str, int]:
    """What the results page says: of all, of this neighbourhood, of confirmed addresses; each from its own table."""

    def cell(heading: str, name: str) -> int:
        tables = page.locator("table").filter(has=page.locator("thead").filter(has_text=heading))
        return number(tables.locator("tr").filter(has_text=name).first.locator("td").first.text_content())

    return {
        "all": number(page.locator("main .figure").first.text_content()),
        "zone": cell("Pour 1 000", zone),
        "email": cell("Certitude", "Adresse électronique confirmée"),
    }


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_resident_answers_on_a_telephone_and_sees_the_results_move(
    demonstration: Demonstration, view: Callable[..., View], scripts: bool
) -> None:
    carol = Person(f"carol.{'avec' if scripts else 'sans'}@residents.example")
    phone, watcher = view(java_script_enabled=scripts, has_touch=True), view(java_script_enabled=scripts)
    page, watching = phone.page, watcher.page
    phone.open(demonstration.url())
    page.get_by_role("link", name="menus des cantines").first.click()
    page.get_by_role("link", name="Répondre à l’enquête").click()
    assert acts.answer(page) == 3
    zone = acts.leave_address(page, carol)
    assert page.locator("h1").inner_text() == "Regardez dans votre boîte de réception"
    acts.open_letter(page, demonstration, carol, "Confirmez")
    acts.follow(page, "/confirm/")
    watcher.open(demonstration.url(f"/surveys/{SURVEY}/results"))
    before = figures(watching, zone)
    acts.press(page)
    assert page.locator("h1").inner_text() == "Votre réponse est comptée"
    page.wait_for_timeout(SECONDS * 1000)
    page.get_by_role("link", name="Voir les résultats").first.click()
    page.wait_for_load_state()
    assert figures(page, zone) == {name: n + 1 for name, n in before.items()}
    if scripts:  # a page that stays open asks again by itself
        watching.wait_for_function(
            f"() => document.querySelector('main .figure').innerText.replace(/\\D/g, '') > {before['all']}"
        )
        assert figures(watching, zone) == {name: n + 1 for name, n in before.items()}
    assert phone.faults + watcher.faults == []
    assert cookies_of(page.context) == []


def test_the_contact_manager_sees_who_came_with_source_proof_and_timeline(
    demonstration: Demonstration, view: Callable[..., View]
) -> None:
    denis = Person("denis.marchand@residents.example")
    resident = view().page
    acts.take_part(resident, demonstration, SURVEY, denis)
    acts.open_letter(resident, demonstration, denis, "Confirmez")
    acts.follow(resident, "/confirm/")
    acts.press(resident)
    desk = view(width=1280)
    page = desk.page
    acts.sign_in(page, demonstration, "contact_manager")
    found = acts.retry_until(page, demonstration.url(f"/manage/contacts?q={denis.address}"), denis.address)
    found.click()
    page.wait_for_url("**/manage/contacts/*")
    said = page.locator("main").inner_text()
    assert "participé à" in said, "the timeline"
    assert "Entrée dans la base" in said
    assert ", participation" in said, "the source"
    page.get_by_role("link", name="Preuve").first.click()
    page.wait_for_url("**/consents/*")
    assert page.locator("main .digest").count()
    assert desk.look() == []


def test_an_editor_makes_a_survey_opens_it_and_watches_it_fill(
    demonstration: Demonstration, view: Callable[..., View]
) -> None:
    desk = view(width=1280)
    page = desk.page
    acts.sign_in(page, demonstration, "editor")
    survey = acts.begin_survey(
        page, demonstration, "Un composteur par rue", "A composter in each street", access="anyone"
    )
    acts.add_choice(
        page, "Où le mettre ?", "Where to put it?", "Sur la place\nDevant l’école", "On the square\nBy the school"
    )
    acts.add_choice(page, "Qui s’en occupe ?", "Who takes care of it?", "La rue\nLa ville", "The street\nThe town")
    page.get_by_role("link", name="Vérifier et ouvrir").first.click()
    acts.open_now(page)
    page.goto(demonstration.url(f"/manage/surveys/{survey}"))
    assert number(page.locator("main .figure").first.text_content()) == 0

    resident = view()
    resident.open(demonstration.url(f"/a/{survey}"))
    resident.page.get_by_role("link", name="Répondre à l’enquête").click()
    assert acts.answer(resident.page) == 1
    resident.page.locator("button[name=go][value=send]").click()
    resident.page.wait_for_url("**/my/**")

    page.wait_for_function("() => document.querySelector('main .figure').innerText.trim() === '1'")
    assert "Sur la place" in page.locator("main").inner_text()
    assert desk.faults + resident.faults == []
    assert cookies_of(resident.page.context) == []
