"""What stands around every page: sections, languages, the way home."""

from typing import Any

from flask import Flask, has_request_context, request, url_for
from flask_babel import gettext as _

from portal.core import languages, tenancy
from portal.participation import kinds

NAMES = {"fr": "Français", "en": "English"}


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(activity_url=kinds.url, activity_kind=kinds.kind)
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
        "navigation": [_entry(_("Take part"), "site.home")],
        "footer_links": [_entry(_("Check a receipt"), "participation.find_receipt")],
        "identity_url": None,
        "home_url": url_for("site.home"),
    }


def _entry(label: str, endpoint: str, **values: Any) -> dict[str, Any]:
    return {"label": label, "url": url_for(endpoint, **values), "is_current": request.endpoint == endpoint}
