"""What machines read: news, calendar, robots, map of the site, whom to tell of a weakness, icon and manifest."""

import datetime as dt
import json

from flask import Blueprint, Response, url_for

from portal.core import clock, identity, languages, tenancy, web
from portal.core.access import Access, access
from portal.participation import pages
from portal.participation.queries import activities
from portal.site import atom as atom_format
from portal.site import calendar as calendar_format
from portal.site import sitemap as sitemap_format

blueprint = Blueprint("feeds", __name__)

HOUR = 3600
PRIVATE = ("/confirm/", "/dev/", "/embed/", "/manage/", "/me", "/my/", "/r/", "/search", "/sent/", "/sign-in")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><path fill="{brand}" d="M0 0h15v10H0zM18 0h18v10H18z'
    'M0 13h8v10H0zM28 13h8v10h-8zM0 26h20v10H0zM23 26h13v10H23z"/><path fill="{accent}" d="M11 13h14v10H11z"/></svg>'
)


@blueprint.get("/feed.atom")
@access(Access.PUBLIC)
def atom() -> Response:
    """New activities, results and answers, the latest first."""
    lately = (activities.newest, activities.closed, activities.lately_answered)
    rows = list({row.id: row for find in lately for row in find(atom_format.ENTRIES)}.values())
    body = atom_format.feed(rows, activities.answers_of([row.id for row in rows]))
    return pages.cached_list(Response(body, mimetype="application/atom+xml"), rows, seconds=web.PAGES_SECONDS)


@blueprint.get("/calendar.ics")
@access(Access.PUBLIC)
def calendar() -> Response:
    """When each activity opens and closes, for calendars that subscribe."""
    rows = activities.newest(calendar_format.EVENTS)
    response = Response(calendar_format.calendar(rows), mimetype="text/calendar")
    return pages.cached_list(response, rows, seconds=web.PAGES_SECONDS)


@blueprint.get("/robots.txt")
@access(Access.PUBLIC)
def robots() -> Response:
    """Everything public may be read; what belongs to one person is not to be listed."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines += ["", f"Sitemap: {_absolute('feeds.sitemap')}"]
    return _text("\n".join(lines))


@blueprint.get("/sitemap.xml")
@access(Access.PUBLIC)
def sitemap() -> Response:
    """Every public page, in each language."""
    return web.cached(Response(sitemap_format.sitemap(), mimetype="application/xml"))


@blueprint.get("/.well-known/security.txt")
@access(Access.PUBLIC)
def security() -> Response:
    """Whom to tell of a weakness (RFC 9116)."""
    legal = tenancy.organisation().legal
    told = str(legal.get("security") or legal.get("contact") or "").split()
    address = next((word.strip("<>,;") for word in told if "@" in word or "://" in word), "")
    contact = f"mailto:{address}" if "@" in address and "://" not in address else address
    expires = (clock.now() + dt.timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact or _absolute('legal.notice')}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(tenancy.organisation().languages)}",
        f"Canonical: {_absolute('feeds.security')}",
    ]
    return _text("\n".join(lines))


@blueprint.get("/manifest.webmanifest")
@access(Access.PUBLIC)
def manifest() -> Response:
    """What a telephone needs to put the portal on its first screen."""
    card = tenancy.organisation()
    described = {
        "name": card.name,
        "short_name": card.short_name,
        "lang": languages.current(),
        "start_url": url_for("site.home"),
        "scope": url_for("site.home"),
        "display": "minimal-ui",
        "background_color": identity.LIGHT_GROUNDS[0],
        "theme_color": _colours()[0],
        "icons": [{"src": url_for("feeds.icon"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    body = json.dumps(described, ensure_ascii=False)
    return web.cached(Response(body, mimetype="application/manifest+json"), seconds=HOUR)


@blueprint.get("/icon.svg")
@access(Access.PUBLIC)
def icon() -> Response:
    """The paving around its lit stone, in the town's colours."""
    brand, accent = _colours()
    drawing = ICON.format(brand=brand, accent=accent)
    return web.cached(Response(drawing, mimetype="image/svg+xml"), seconds=HOUR)


def _colours() -> tuple[str, str]:
    """The organisation's two colours, if they are colours."""
    chosen = tenancy.organisation().identity
    brand, accent = str(chosen.get("brand", "")), str(chosen.get("accent", ""))
    try:
        identity.check(brand, accent)
    except identity.UnreadableColour:
        return identity.DEFAULT_BRAND, identity.DEFAULT_ACCENT
    return brand, accent


def _absolute(endpoint: str) -> str:
    return str(tenancy.organisation().base_url) + url_for(endpoint)


def _text(body: str) -> Response:
    return web.cached(Response(body + "\n", mimetype="text/plain"), seconds=HOUR)
