"""Every public page, for search engines, each with its other languages."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from flask import current_app

from portal.core import languages, parts, tenancy
from portal.participation import kinds
from portal.participation.queries import activities
from portal.territory import queries as territory

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
PAGES = 2_000
ENDPOINTS = (
    "site.home",
    "site.results",
    "site.projects",
    "site.zones",
    "site.surveys",
    "petitions.index",
    "legal.privacy",
    "legal.accessibility",
)


def sitemap() -> bytes:
    """The file. Addresses are those of the organisation's host, whatever host asked."""
    card = tenancy.organisation()
    root = ET.Element("urlset", {"xmlns": SPACE, "xmlns:xhtml": XHTML})
    for path in _paths():
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = card.base_url + path
        for code in card.languages if len(card.languages) > 1 else ():
            href = card.base_url + languages.path_in(code, path)
            ET.SubElement(entry, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": href})
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _paths() -> Iterator[str]:
    """Paths in the organisation's main language, whatever language the file was asked in."""
    routes = current_app.url_map.bind("")
    yield from (routes.build(endpoint) for endpoint in ENDPOINTS if parts.is_there(endpoint))
    yield from (routes.build("site.project", {"slug": row.slug}) for row in activities.projects())
    yield from (routes.build("site.zone", {"key": zone.key}) for zone in territory.territory().zones())
    for row in activities.newest(PAGES):
        kind = kinds.kind(row.kind)
        yield routes.build(kind.show, {"slug": row.slug})
        if kind.results != kind.show:
            yield routes.build(kind.results, {"slug": row.slug})
