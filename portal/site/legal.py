"""Legal notice, privacy and accessibility pages: written from what the organisation says of itself, never by hand.

`organisations.legal` holds plain texts: `controller`, `contact`, `officer`, `director` (who directs the publication),
`host`, `address`, `phone`, `security`; and `accessibility`: {"state": "full" | "partial" | "none", "on": day,
"known": {language: text}}.
"""

import datetime as dt
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _

from portal.consents import queries as consents
from portal.consents.rules import ANSWER
from portal.core import formats, tenancy, web
from portal.core.access import Access, access
from portal.core.languages import said

blueprint = Blueprint("legal", __name__)

STATES = ("full", "partial", "none")


@blueprint.get("/legal")
@access(Access.PUBLIC)
def notice() -> Response:
    """Who publishes these pages, who is responsible, who hosts them."""
    card = tenancy.organisation()
    return web.cached(web.page("site/legal.html", facts=_facts(card), is_political=card.is_political))


@blueprint.get("/privacy")
@access(Access.PUBLIC)
def privacy() -> Response:
    """What is kept about people, why, how long, and what they can do about it (R11, R13)."""
    card = tenancy.organisation()
    return web.cached(
        web.page(
            "site/privacy.html",
            controller=card.legal.get("controller") or card.name,
            contact=card.legal.get("contact", ""),
            officer=card.legal.get("officer") or card.legal.get("contact", ""),
            register=_register(card),
            purposes=[(said(purpose.name), _basis(purpose.basis)) for purpose in consents.offered()],
        )
    )


@blueprint.get("/accessibility")
@access(Access.PUBLIC)
def accessibility() -> Response:
    """The statement that the law asks for: how far, what is known to fail, whom to tell."""
    declared = _declared()
    response = web.page(
        "site/accessibility.html",
        state=declared["state"],
        label=accessibility_label(),
        on=_day(declared.get("on")),
        known=said(declared.get("known")),
        contact=tenancy.organisation().legal.get("contact", ""),
    )
    return web.cached(response)


def accessibility_label() -> str:
    """What the foot of every page must say."""
    return {
        "full": _("Accessibility: fully compliant"),
        "partial": _("Accessibility: partially compliant"),
        "none": _("Accessibility: not compliant"),
    }[_declared()["state"]]


def _declared() -> dict[str, Any]:
    """Until somebody has audited the pages, nobody may say more than “not compliant”."""
    declared = tenancy.organisation().legal.get("accessibility")
    if not isinstance(declared, dict) or declared.get("state") not in STATES:
        return {"state": "none"}
    return declared


def _day(written: object) -> str:
    try:
        return formats.day(dt.date.fromisoformat(written)) if isinstance(written, str) else ""
    except ValueError:
        return ""


def _facts(card: Any) -> list[tuple[str, str]]:
    known = card.legal
    facts = (
        (_("Publisher"), known.get("controller") or card.name),
        (_("Address"), known.get("address", "")),
        (_("Contact"), known.get("contact", "")),
        (_("Telephone"), known.get("phone", "")),
        (_("Director of publication"), known.get("director", "")),
        (_("Hosting"), known.get("host", "")),
        (_("Data protection officer"), known.get("officer", "")),
    )
    return [(label, words) for label, words in facts if words]


def _basis(basis: str) -> str:
    return {
        "consent": _("your consent, which you can take back at any time"),
        "public_interest": _("a mission of public interest"),
        "legal_obligation": _("a legal obligation"),
        "legitimate_interest": _("the organisation’s legitimate interest, to which you can object"),
    }.get(basis, basis)


def _register(card: Any) -> list[tuple[str, str, str]]:
    """(what is done, why it may be done, how long data are kept) for each module that is switched on (R13)."""
    mission = _("consent") if card.is_political else _("mission of public interest")
    entries = {
        "surveys": (
            _("Surveys: counting answers, one per person"),
            mission,
            _("Addresses: six months after closing. Answers: kept without names. Unconfirmed answers: seven days."),
        ),
        "petitions": (
            _("Petitions: counting signatures, one per person"),
            mission,
            _(
                "Names and addresses: six months after closing. Networks, against fraud: 30 days after closing. Figures: kept."
            ),
        ),
        "consultations": (
            _("Consultations: publishing what people write, and counting votes"),
            mission,
            _("Identities: six months after closing. Contributions: kept."),
        ),
        "contacts": (
            _("Contact base: writing to those who agreed"),
            _("consent"),
            _("Until you withdraw, which takes one press from your personal link."),
        ),
    }
    shown = [entry for module, entry in entries.items() if module in card.modules]
    answers = (
        _("Telling you the answer, if you asked for it"),
        _("consent"),
        _("Your address: until six months after you were told, in case the answer is corrected; 36 months at most."),
    )
    always = (_("Security: technical logs"), _("legitimate interest"), _("Twelve months, without names."))
    is_asked = any(purpose.key == ANSWER for purpose in consents.offered())
    return [*shown, *([answers] if is_asked else []), always]
