"""What stands around every page: sections, languages, the way home."""

from typing import Any

from flask import Flask, has_request_context, request, url_for
from flask_babel import gettext as _

from portal.core import languages, parts, tenancy, web
from portal.organisations import views as organisation_views
from portal.participation import kinds
from portal.site import legal

NAMES = {"fr": "Français", "en": "English"}


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        activity_url=kinds.url, activity_kind=kinds.kind, act_words=kinds.words, is_in_use=kinds.is_in_use
    )
    app.context_processor(surroundings)


def surroundings() -> dict[str, Any]:
    """Variables of base.html that every page shares."""
    card = tenancy.organisation()
    if not has_request_context():
        return {"organisation": card}
    if card is None:
        return {"organisation": None, "languages": (), "navigation": (), "footer_links": (), "identity_url": None}
    path = request.path
    return {
        "organisation": card,
        "languages": [(code, NAMES.get(code, code), languages.path_in(code, path)) for code in card.languages],
        "navigation": _navigation(),
        "footer_links": _footer(),
        "identity_url": organisation_views.identity_url(),
        "home_url": url_for("site.home"),
        "canonical": card.base_url + web.here(),
    }


def _navigation() -> list[dict[str, Any]]:
    return [
        _entry(_("Take part"), "site.home"),
        _entry(_("Results"), "site.results"),
        _entry(_("Projects"), "site.projects", "site.project"),
        _entry(_("Neighbourhoods"), "site.zones", "site.zone"),
        _entry(_("Search"), "search.show"),
    ]


def _footer() -> list[dict[str, Any]]:
    surveys = [_entry(_("Surveys"), "site.surveys")] if parts.is_there("site.surveys") else []
    petitions = [_entry(_("Petitions"), "petitions.index")] if parts.is_there("petitions.index") else []
    return [
        *surveys,
        *petitions,
        _entry(_("Check a receipt"), "participation.find_receipt"),
        _entry(_("My account"), "me.show"),
        _entry(_("Your data"), "legal.privacy"),
        _entry(_("Legal notice"), "legal.notice"),
        _entry(legal.accessibility_label(), "legal.accessibility"),
        _entry(_("News feed"), "feeds.atom"),
        _entry(_("Calendar"), "feeds.calendar"),
        _entry(_("Open data"), "api.page"),
    ]


def _entry(label: str, endpoint: str, *others: str) -> dict[str, Any]:
    return {"label": label, "url": url_for(endpoint), "is_current": request.endpoint in (endpoint, *others)}
