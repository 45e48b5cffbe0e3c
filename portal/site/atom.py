"""The news as Atom (RFC 4287): an activity opened, its results came, the organisation answered."""

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.core import clock, languages, sanitise, tenancy
from portal.core.languages import said
from portal.participation import kinds
from portal.participation.models import Activity, OfficialAnswer
from portal.participation.rules import states

ENTRIES = 40
SPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, kw_only=True)
class News:
    """One entry; `what` makes its id unlike the others of the same activity."""

    activity: Activity
    what: str
    title: str
    words: str
    page: str
    happened_at: dt.datetime


def feed(rows: Sequence[Activity], answers: Mapping[int, OfficialAnswer]) -> bytes:
    """The feed, in the language of the address it was asked at."""
    card, now = tenancy.organisation(), clock.now()
    news = sorted((each for row in rows for each in _news(row, answers.get(row.id), now)), key=_newest)[:ENTRIES]
    root = ET.Element("feed", {"xmlns": SPACE, "xml:lang": languages.current()})
    _add(root, "id", card.base_url + url_for("feeds.atom"))
    _add(root, "title", _("%(name)s: news of participation", name=card.name))
    _add(root, "updated", _instant(news[0].happened_at if news else now))
    _link(root, "self", card.base_url + url_for("feeds.atom"))
    _link(root, "alternate", card.base_url + url_for("site.home"))
    _add(ET.SubElement(root, "author"), "name", card.name)
    for each in news:
        _entry(root, each)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _newest(news: News) -> tuple[float, str]:
    return -news.happened_at.timestamp(), news.what


def _news(row: Activity, answer: OfficialAnswer | None, now: dt.datetime) -> Iterator[News]:
    title, summary = said(row.title), said(row.summary)
    if row.opens_at is not None and row.opens_at <= now:
        yield News(activity=row, what="opened", title=title, words=summary, page="show", happened_at=row.opens_at)
    if row.closes_at is not None and row.closes_at <= now and row.results != states.ResultsVisibility.STAFF:
        yield News(
            activity=row,
            what="results",
            title=_("Results: %(title)s", title=title),
            words=summary,
            page="results",
            happened_at=row.closes_at,
        )
    if answer is not None:
        yield News(
            activity=row,
            what=f"answer-{answer.number}",
            title=_("Answer: %(title)s", title=title),
            words=said(answer.title) or said(answer.body),
            page="results",
            happened_at=answer.published_at,
        )


def _entry(root: ET.Element, news: News) -> None:
    card = tenancy.organisation()
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", f"{card.base_url}/a/{news.activity.id}#{news.what}")
    _add(entry, "title", news.title)
    _add(entry, "updated", _instant(news.happened_at))
    _link(entry, "alternate", card.base_url + kinds.url(news.activity.kind, news.activity.slug, news.page))
    _add(entry, "summary", news.words)
    for theme in news.activity.themes:
        ET.SubElement(entry, "category", {"term": sanitise.clean_text(theme)})


def _add(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = sanitise.clean_text(words)


def _link(parent: ET.Element, rel: str, href: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "href": href})


def _instant(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
