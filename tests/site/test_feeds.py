"""What machines read is well-formed, escaped, folded, and says only what residents may see."""

import datetime as dt
import json
import xml.etree.ElementTree as ET

import pytest

from portal.core import clock
from portal.organisations import queries as organisations
from portal.participation.rules import states
from portal.participation.service import activities
from tests.support import cast

HOUR = dt.timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "Le parc, l’eau ; et <b>\\après</b> & \u00e9t\u00e9 " + "très " * 30


def read_calendar(text: str) -> list[dict[str, str]]:
    """A small reader of RFC 5545: unfold, then one dictionary for each event."""
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name, value)
    return found


def unescaped(value: str) -> str:
    return value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")


def test_the_feed_tells_of_openings_results_and_answers(browser):
    survey = cast.survey(title={"fr": HOSTILE}, opens_in=-3 * HOUR, closes_at=clock.now() - HOUR)
    activities.answer(survey.id, decision=states.Decision.ACCEPTED, author="La maire", body={"fr": "Oui."})
    cast.survey(title={"fr": "Pas encore"}, opens_in=HOUR)
    cast.surveys.create(cast.questionnaire(), title={"fr": "Brouillon"})
    response = browser.get("/feed.atom")
    assert response.mimetype == "application/atom+xml"
    root = ET.fromstring(response.data)
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert ids == [f"http://{cast.HOST}/a/{survey.id}#{what}" for what in ("answer-1", "results", "opened")]
    assert entries[-1].findtext(f"{ATOM}title") == HOSTILE.strip()
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")


def test_the_calendar_is_escaped_folded_and_in_utc(browser):
    opens, closes = clock.now() - HOUR, clock.now() + HOUR
    survey = cast.survey(title={"fr": HOSTILE}, closes_at=closes)
    activities.withdraw(cast.survey(title={"fr": "Retirée"}).id, reason="Doublon")
    events = read_calendar(browser.get("/calendar.ics").text)
    by_id = {event["UID"]: event for event in events}
    closing = by_id[f"{survey.id}-closes@{cast.HOST}"]
    assert HOSTILE.strip() in unescaped(closing["SUMMARY"])
    assert closing["DTSTART"] == closes.strftime("%Y%m%dT%H%M%SZ")
    assert by_id[f"{survey.id}-opens@{cast.HOST}"]["DTSTART"][:11] == opens.strftime("%Y%m%dT%H")
    assert "CANCELLED" in {event["STATUS"] for event in events}


def test_the_site_map_lists_what_is_public_in_each_language(browser):
    survey = cast.survey()
    cast.surveys.create(cast.questionnaire(), title={"fr": "Brouillon"}, slug="brouillon")
    root = ET.fromstring(browser.get("/en/sitemap.xml").data)
    places = [node.text for node in root.iter(f"{MAP}loc")]
    assert f"http://{cast.HOST}/surveys/{survey.slug}" in places
    assert not [place for place in places if "brouillon" in place or "/en/" in place]
    others = {node.get("href") for node in root.iter("{http://www.w3.org/1999/xhtml}link")}
    assert f"http://{cast.HOST}/en/surveys/{survey.slug}" in others


def test_robots_are_kept_from_what_belongs_to_one_person(browser):
    text = browser.get("/robots.txt").text
    for path in ("/my/", "/r/", "/confirm/", "/manage/"):
        assert f"Disallow: {path}\n" in text
    assert f"Sitemap: http://{cast.HOST}/sitemap.xml" in text


@pytest.mark.parametrize(
    ("told", "contact"),
    [("mairie@town.example", "mailto:mairie@town.example"), ("", f"http://{cast.HOST}/legal")],
)
def test_somebody_hears_of_a_weakness(database, browser, town, told, contact):
    town.legal = cast.LEGAL | {"contact": told}
    database.session.merge(town)
    database.session.commit()
    organisations.forget_cards()
    lines = dict(line.split(": ", 1) for line in browser.get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"] == contact
    assert clock.now() < dt.datetime.fromisoformat(lines["Expires"]) < clock.now() + dt.timedelta(days=365)


def test_a_telephone_learns_name_and_icon(browser):
    described = json.loads(browser.get("/en/manifest.webmanifest").text)
    assert (described["name"], described["lang"], described["start_url"]) == ("Town", "en", "/en/")
    icon = ET.fromstring(browser.get("/icon.svg").data)
    assert icon.get("viewBox") == "0 0 36 36"


def test_an_answer_to_an_old_subject_is_news_however_many_opened_since(browser):
    old = cast.petition(ask="Une vieille demande", opens_in=-100 * cast.HOUR)
    activities.answer(old.id, decision="partly", author="La maire", body={"fr": "Une étude."})
    for place in range(42):
        cast.survey(title={"fr": f"Sujet {place}"})
    feed = browser.get("/feed.atom").text
    assert "Réponse : Une vieille demande".replace(" :", "\u00a0:") in feed
