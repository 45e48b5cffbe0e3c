"""What stands around every page of the staff area: its rail, who is signed in, the ways out."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, has_request_context, request, url_for

from portal.accounts import labels, login, rules
from portal.core import desk, tenancy

PREFIX = "/manage"


@dataclass(frozen=True)
class Staff:
    """Who is signed in, as the shell says it."""

    name: str
    role_label: str


def init_app(app: Flask) -> None:
    app.context_processor(surroundings)


def surroundings() -> dict[str, Any]:
    """Variables of manage.html; nothing elsewhere, and nothing for strangers."""
    if not has_request_context() or not request.path.startswith(PREFIX):
        return {}
    person = login.user()
    if person is None:
        return {}
    return {
        "rail": _rail(),
        "staff": Staff(person.name or person.email, str(labels.ROLES[rules.Role(person.role)])),
        "public_url": url_for("site.home"),
        "desk_url": url_for("desk.dashboard"),
        "sign_out_url": url_for("accounts.sign_out"),
    }


def _rail() -> list[dict[str, Any]]:
    shown = desk.entries(login.may, tenancy.organisation().modules)
    entries = [(entry, url_for(entry.endpoint)) for entry in shown]
    current = _current([url for _, url in entries])
    return [
        {
            "label": entry.label,
            "url": url,
            "count": entry.count() if entry.count else 0,
            "is_current": url == current,
        }
        for entry, url in entries
    ]


def _current(urls: list[str]) -> str | None:
    """The entry whose address is the longest beginning of this page's."""
    here = request.script_root + request.path
    home = url_for("desk.dashboard")
    leading = [url for url in urls if url == here or (url != home and here.startswith(url.rstrip("/") + "/"))]
    return max(leading, key=len, default=None)
