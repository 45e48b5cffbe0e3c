"""What a line says of a person and of their consent, or why it cannot be taken."""

import datetime as dt
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from portal.consents import queries as consents
from portal.consents.rules import Basis
from portal.contacts import rules
from portal.contacts.importing.reading import PROOF, Line
from portal.core import clock, tenancy
from portal.territory import queries as territory

NAME_SIGNS = 120
THEMES = 30
THEME_SIGNS = 60
METHODS = frozenset({"online", "paper", "field", "letter", "telephone"})
DAYS = ("%Y-%m-%d", "%d/%m/%Y")


class Unusable(ValueError):
    """Why; in words for the report."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Known by an address or a telephone number."""

    address: str
    phone: str
    name: str
    zone_id: int | None
    language: str
    themes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Everything R8 asks for."""

    purpose_id: int
    channel: rules.Channel
    agreed_at: dt.datetime
    words: str
    method: str
    evidence: str


def person(line: Line) -> Person:
    """Raises Unusable."""
    said = line.values
    address = _address(said.get("address", ""))
    phone = said.get("phone", "")
    if phone and not rules.phone_digits(phone):
        raise Unusable(_("This is no telephone number."))
    if not address and not phone:
        raise Unusable(_("Neither an address nor a telephone: nobody could be told apart."))
    themes = tuple(dict.fromkeys(word.strip() for word in said.get("themes", "").split(",") if word.strip()))
    if len(themes) > THEMES or any(len(theme) > THEME_SIGNS for theme in themes):
        raise Unusable(_("At most 30 themes, of 60 signs each."))
    languages = tenancy.card(tenancy.current_organisation_id()).languages
    language = said.get("language", "").lower()
    return Person(
        address=address,
        phone=phone,
        name=said.get("name", "")[:NAME_SIGNS],
        zone_id=_zone_id(said.get("zone", "")),
        language=language if language in languages else languages[0],
        themes=themes,
    )


def proof(line: Line) -> Proof | None:
    """None where the line speaks of no consent. Raises Unusable where it does and something of the proof is not there."""
    said = line.values
    given = [name for name in PROOF if said.get(name)]
    if not given:
        return None
    if missing := [name for name in PROOF if name not in given]:
        raise Unusable(_("No consent without its proof; missing: %(columns)s.", columns=", ".join(missing)))
    if said["channel"] not in tuple(rules.Channel) or said["method"] not in METHODS:
        raise Unusable(_("The channel or the method is none that the ledger knows."))
    return Proof(
        purpose_id=_purpose_id(said["purpose"]),
        channel=rules.Channel(said["channel"]),
        agreed_at=_instant(said["agreed_on"]),
        words=said["words"],
        method=said["method"],
        evidence=said["evidence"],
    )


def _address(typed: str) -> str:
    try:
        return validate_email(typed, check_deliverability=False).normalized if typed else ""
    except EmailNotValidError as error:
        raise Unusable(_("This is no e-mail address.")) from error


def _zone_id(said: str) -> int | None:
    if not said:
        return None
    found = [zone for zone in territory.territory().zones() if said in (zone.key, zone.name)]
    if not found:
        raise Unusable(_("No zone has this key or this name."))
    return found[0].id


def _purpose_id(said: str) -> int:
    for purpose in consents.purposes():
        if said in (purpose.key, *purpose.name.values()) and purpose.basis == Basis.CONSENT:
            return purpose.id
    raise Unusable(_("No purpose that rests on consent has this key or this name."))


def _instant(said: str) -> dt.datetime:
    for pattern in DAYS:
        try:
            day = dt.datetime.strptime(said, pattern).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        if day <= clock.now():
            return day
    raise Unusable(_("The day of the consent is no day of the past (2026-11-24 or 24/11/2026)."))
