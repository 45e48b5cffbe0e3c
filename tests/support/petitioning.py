"""Petitions on their way to opening, as residents lead them there."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text, update
from werkzeug.test import TestResponse

from portal.core import clock
from portal.core.database import db
from portal.core.mail import LetterRow
from portal.core.tenancy import current_organisation_id
from portal.petitions.models import Petition
from portal.petitions.service import links, opening
from tests.support import work
from tests.support.browser import Browser

SAID = {
    "concerned": "lives",
    "ask": "Une fontaine sur la place",
    "background": "L’été, personne ne s’y arrête.",
    "details": "Il y en avait une jusqu’en 1958.",
}
AUTHOR = {"name": "Carol Martin", "address": "carol@example.org", "postcode": "14000", "zone": "gare"}
STEPS = ("concerned", "ask", "background", "details", "who")

FILL = """
    WITH made AS (
        INSERT INTO activities (organisation_id, kind, slug, title, stage, opens_at)
        SELECT :organisation_id, 'petition', 'p' || n, jsonb_build_object('fr', title), 'published', now() - n * interval '1 minute'
        FROM unnest(CAST(:titles AS text[])) WITH ORDINALITY AS given (title, n) RETURNING organisation_id, id),
    heads AS (
        INSERT INTO tally_heads (organisation_id, activity_id, counted) SELECT organisation_id, id, id % 97 FROM made)
    INSERT INTO petitions (organisation_id, activity_id, standing) SELECT organisation_id, id, 'accepted' FROM made"""


def fill(browser: Browser, *, until: str = "", **other: Any) -> TestResponse:
    """The page that asks for `until`, everything before it filled in; else the last page."""
    page = browser.get("/petitions/new")
    for step in STEPS:
        if step == until:
            return page
        said = AUTHOR if step == "who" else {step: SAID[step]}
        mine = {name: value for name, value in other.items() if name in said or (step == "who" and name not in SAID)}
        page = browser.submit(page, **(said | mine), go="next")
        assert page.status_code == 200, page.text
    return page


def start(browser: Browser, **other: Any) -> str:
    """A petition that waits for its author's button. Returns the secret of its author's link."""
    browser.submit(fill(browser, **other), go="send")
    [letter] = work.letters()
    return work.link_in(letter, "/petitions/author/").rsplit("/", 1)[1]


def begun(browser: Browser, **other: Any) -> tuple[str, str]:
    """A petition that looks for people to carry it: its author's secret, and the path to pass on."""
    token = start(browser, **other)
    browser.submit(browser.get(f"/petitions/author/{token}"))
    work.letters()
    return token, sponsor_link()


def sponsor_link() -> str:
    return f"/petitions/sponsor/{links.sponsor_token(_only().activity_id)}"


def ask(browser: Browser, link: str, expected: int | None = 303, **filled: Any) -> TestResponse | None:
    """Fill in the sponsors' form; None where there is none any more."""
    page = browser.get(link)
    if expected is None and not any(form.action == link for form in browser.read(page).forms):
        return None
    sent = browser.submit(page, **(AUTHOR | {"name": "Somebody"} | filled))
    assert sent.status_code == expected
    return sent


def carry(browser: Browser, link: str, number: int) -> None:
    """One more person carries the petition: form, letter, button."""
    ask(browser, link, name=f"Sponsor {number} Test", address=f"sponsor{number}@example.org", shows_name="y")
    [letter] = work.letters()
    carried = browser.submit(browser.get(work.link_in(letter, "/petitions/carry/")))
    assert carried.status_code == 303
    assert browser.get(carried.location).status_code == 200


def fill_base(titles: Sequence[str]) -> None:
    """Thousands of open petitions with these titles, past every service, and what the planner then knows of them."""
    values = {"organisation_id": current_organisation_id(), "titles": list(titles)}
    db.session.execute(text(FILL), values)
    db.session.scalar(text("SELECT gin_clean_pending_list('ix_activities_search')"))  # as a vacuum would have
    db.session.execute(text("ANALYZE activities, petitions, tally_heads"))


def wait_a_minute() -> None:
    """Let the last letters be two minutes old, so that the limit on letters takes another one."""
    db.session.execute(update(LetterRow).values(created_at=LetterRow.created_at - dt.timedelta(minutes=2)))
    db.session.commit()


def opened(browser: Browser) -> None:
    """The only petition, carried by five and accepted."""
    link = sponsor_link()
    for number in range(5):
        carry(browser, link, number)
    opening.accept(_only().activity_id, opens_at=clock.now(), closes_at=None)


def _only() -> Petition:
    return db.session.query(Petition).one()
