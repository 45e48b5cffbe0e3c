"""What people do in a browser, found as they find it: by the words on buttons, labels and links."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

from tests.e2e.demonstration import TOWN, Demonstration

SURVEY = "les-menus-des-cantines"
LETTER_SECONDS = 20


@dataclass(frozen=True)
class Person:
    """A resident of the tests."""

    address: str


def sign_in(page: Page, demonstration: Demonstration, role: str, host: str = TOWN) -> None:
    """As staff, with the password that the demonstration printed."""
    who = demonstration.sign_in_of(role, host)
    page.goto(demonstration.url("/sign-in?next=/manage/", host))
    form = page.locator("form[action*='password']")
    form.locator("input[type=email]").fill(who.email)
    form.locator("input[type=password]").fill(who.password)
    form.locator("button[type=submit]").click()
    page.wait_for_url("**/manage/**")


def answer(page: Page, on_screen: Any = None) -> int:
    """Go through the screens of a survey up to the last one. Returns how many there were."""
    screens = 0
    while not page.locator("button[name=go][value=send]").count():
        if on_screen:
            on_screen()
        for group in page.locator("fieldset.field").all():
            group.locator("label.choice").first.click()
        for text in page.locator(".field > .input:is([type=number])").all():
            text.fill("3")
        page.locator("button[name=go][value=next]").click()
        page.wait_for_load_state()
        screens += 1
        assert screens < 12, f"the screens do not end: {page.url}\n{page.inner_text('main')[:600]}"
    return screens


def leave_address(page: Page, person: Person, zone: int = 1) -> str:
    """The last screen: who, from where, what may be done with it; then the one act. Returns the neighbourhood's name."""
    page.locator("input[name=address]").fill(person.address)
    page.locator("select[name=zone]").select_option(index=zone)
    chosen = page.locator("select[name=zone] option:checked").inner_text().strip()
    page.locator("input[name=consent][value=information]").check()
    page.locator("input[name=age]").check()
    page.locator("button[name=go][value=send]").click()
    page.wait_for_url("**/sent/**")
    return chosen


def take_part(page: Page, demonstration: Demonstration, slug: str, person: Person) -> None:
    """Answer a whole survey, up to the page that sends people to their mailbox."""
    page.goto(demonstration.url(f"/surveys/{slug}/answer"))
    answer(page)
    leave_address(page, person)


def sign_petition(page: Page, demonstration: Demonstration, slug: str, name: str, person: Person) -> None:
    """Fill in the one page that signs, up to the page that sends people to their mailbox."""
    page.goto(demonstration.url(f"/petitions/{slug}/sign"))
    for field, words in (("name", name), ("postcode", "50999"), ("address", person.address)):
        page.locator(f"main input[name={field}]").fill(words)
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url("**/sent/**")


def open_letter(page: Page, demonstration: Demonstration, person: Person, subject: str) -> None:
    """In the demonstration's mailbox: wait for this person's letter, and open it."""
    letters = page.locator("ul.acts > li").filter(has_text=person.address).filter(has_text=subject)
    for _ in range(LETTER_SECONDS * 2):
        page.goto(demonstration.url("/dev/mailbox"))
        if letters.count():
            letters.first.get_by_role("link").click()
            page.wait_for_load_state()
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter to {person.address}\n{page.inner_text('main')[:800]}")


def link(page: Page, part: str) -> str:
    """Where the letter's link leads whose address holds this."""
    return page.locator(f".prose a[href*='{part}']").first.get_attribute("href") or ""


def follow(page: Page, part: str) -> None:
    page.locator(f".prose a[href*='{part}']").first.click()
    page.wait_for_load_state()


def press(page: Page) -> None:
    """The one button of a confirmation page; a receipt follows."""
    page.locator("main form button").click()
    page.wait_for_url("**/r/**")


def begin_survey(page: Page, demonstration: Demonstration, title: str, english: str, access: str = "") -> str:
    """A draft with these titles; returns its id, and leaves the page of its questions open."""
    page.goto(demonstration.url("/manage/surveys/new"))
    page.locator("input[name=title_fr]").fill(title)
    page.locator("input[name=title_en]").fill(english)
    if access:
        page.locator(f"input[name=access][value={access}]").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/questions**")
    return page.url.split("/manage/surveys/")[1].split("/")[0]


def add_choice(page: Page, title: str, english: str, options: str, english_options: str) -> None:
    """A question with one answer of several, on the first screen; from the page of the questions and back to it."""
    page.get_by_role("link", name="Ajouter une question").first.click()
    page.get_by_role("link", name="Une réponse").first.click()
    for name, words in (("title", (title, english)), ("options", (options, english_options))):
        page.locator(f"[name={name}_fr]").fill(words[0])
        page.locator(f"[name={name}_en]").fill(words[1])
    page.locator("button[name=go][value=save]").click()
    page.get_by_role("link", name=title).first.wait_for()


def open_now(page: Page) -> None:
    """From the check list: open at once, until the end of the century."""
    page.locator("input[name=when][value=now]").check()
    page.locator("input[name=closes_at]").fill("2099-01-31T18:00")
    page.get_by_role("button", name="Ouvrir l’enquête").click()
    page.wait_for_load_state()


def retry_until(page: Page, url: str, words: str) -> Locator:
    """Ask for a page until it shows a link with these words, which a worker brings there within seconds."""
    found = page.locator("main").get_by_role("link").filter(has_text=words)
    for _ in range(LETTER_SECONDS * 2):
        page.goto(url)
        if found.count():
            return found.first
        page.wait_for_timeout(500)
    raise AssertionError(f"no {words}\n{page.inner_text('main')[:800]}")
