"""What petitions ask of a person (name, address, postcode, neighbourhood, consents), and what is wrong with it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from portal.consents import offers
from portal.consents.service import Ticked
from portal.core import tokens
from portal.core.fields import Option, Shown
from portal.petitions import wording
from portal.petitions.rules import texts
from portal.petitions.service.carriers import Carrier
from portal.territory import queries as territory

Fields = Mapping[str, Sequence[str]]

NAME, ADDRESS, POSTCODE, ZONE, SHOWS = "name", "address", "postcode", "zone", "shows_name"
CONSENT, AGE, TRAP, FORM = "consent", "age", "website", "submission_id"
ADDRESS_SIGNS = 254


@dataclass
class Sheet:
    """The form as it was filled in, with what is wrong by field."""

    fields: Fields = field(default_factory=dict)
    submission_id: uuid.UUID = field(default_factory=uuid.uuid4)
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def posted(cls, fields: Fields) -> "Sheet":
        """With the id that the form carried, or a new one where it was tampered with."""
        return cls(fields, tokens.read_uuid((fields.get(FORM) or [""])[0]) or uuid.uuid4())

    def one(self, name: str) -> str:
        return (self.fields.get(name) or [""])[0]

    def errors(self, name: str) -> tuple[str, ...]:
        return (self.problems[name],) if name in self.problems else ()


def is_trapped(fields: Fields) -> bool:
    """Whether a field that people never see was filled in."""
    return bool((fields.get(TRAP) or [""])[0])


def read(sheet: Sheet, *, language: str, notice: str, why_address: str) -> Carrier:
    """Who it is; that counts only if the sheet then has no problem."""
    return Carrier(
        name=read_name(sheet),
        address=read_address(sheet, why_address),
        postcode=read_postcode(sheet),
        zone_id=read_zone(sheet),
        shows_name=sheet.one(SHOWS) == "y",
        language=language,
        ticked=read_ticked(sheet, language, notice),
    )


def read_name(sheet: Sheet) -> str:
    name = texts.one_line(sheet.one(NAME)[: 2 * texts.NAME_SIGNS])
    if problem := texts.name_problem(name):
        sheet.problems[NAME] = wording.name_problem(problem)
    return name


def read_postcode(sheet: Sheet) -> str:
    postcode = texts.postcode(sheet.one(POSTCODE)[: 2 * texts.POSTCODE_SIGNS])
    if problem := texts.postcode_problem(postcode):
        sheet.problems[POSTCODE] = wording.postcode_problem(problem)
    return postcode


def read_address(sheet: Sheet, why: str) -> str:
    """`why` says what to do where nothing was written."""
    typed = sheet.one(ADDRESS).strip()
    if not typed:
        sheet.problems[ADDRESS] = why
        return ""
    try:
        return validate_email(typed[: ADDRESS_SIGNS + 1], check_deliverability=False).normalized
    except EmailNotValidError:
        sheet.problems[ADDRESS] = _("Check your e-mail address, for instance name@example.org.")
        return ""


def read_zone(sheet: Sheet) -> int | None:
    """The neighbourhood; nobody has to say it."""
    zone = territory.territory().find(sheet.one(ZONE)) if sheet.one(ZONE) else None
    if zone is None and sheet.one(ZONE):
        sheet.problems[ZONE] = _("Choose a neighbourhood of the list.")
    return zone.id if zone else None


def read_ticked(sheet: Sheet, language: str, notice: str) -> Ticked | None:
    """R19: consents are for people who say that they are 15 or over."""
    keys = sheet.fields.get(CONSENT, ())
    if not keys:
        return None
    words = offers.words_of(keys, language)
    if words is None:
        sheet.problems[CONSENT] = _("Tick only boxes of the list.")
    elif sheet.one(AGE) != "y":
        sheet.problems[AGE] = _(
            "Tick this box too, or untick the boxes above: consents are for people aged 15 or over."
        )
    return Ticked(words, language, notice) if words else None


def who(sheet: Sheet, address_hint: str) -> dict[str, Shown]:
    """Name, address and postcode, as they are drawn."""
    words = (
        (NAME, "text", _("Your first and last name"), "", {"autocomplete": "name", "maxlength": texts.NAME_SIGNS}),
        (
            ADDRESS,
            "email",
            _("Your e-mail address"),
            address_hint,
            {"autocomplete": "email", "maxlength": ADDRESS_SIGNS},
        ),
        (
            POSTCODE,
            "text",
            _("Your postcode"),
            "",
            {"autocomplete": "postal-code", "maxlength": texts.POSTCODE_SIGNS},
        ),
    )
    return {
        name: Shown(
            kind=kind,
            name=name,
            id=name,
            label=label,
            hint=hint,
            value=sheet.one(name),
            errors=sheet.errors(name),
            is_required=True,
            attributes=attributes,
        )
        for name, kind, label, hint, attributes in words
    }


def zone(sheet: Sheet) -> dict[str, Shown]:
    """The list of neighbourhoods, where the organisation has any."""
    zones = territory.territory().zones()
    if not zones:
        return {}
    chosen = sheet.one(ZONE)
    outside = Option("", _("I would rather not say, or I live elsewhere"), not chosen, id=f"{ZONE}-none")
    options = (Option(each.key, each.name, each.key == chosen, id=f"{ZONE}-{each.key}") for each in zones)
    field_ = Shown(
        kind="select",
        name=ZONE,
        id=ZONE,
        label=_("Your neighbourhood"),
        options=(outside, *options),
        errors=sheet.errors(ZONE),
    )
    return {ZONE: field_}


def shows_name(sheet: Sheet, hint: str) -> dict[str, Shown]:
    label = _("Show my name under the petition")
    return {SHOWS: Shown(kind="tick", name=SHOWS, id=SHOWS, label=label, hint=hint, value=sheet.one(SHOWS) == "y")}


def consents(sheet: Sheet, language: str, hint: str) -> dict[str, Shown]:
    """Un-ticked boxes, one per purpose, and the age that they ask for."""
    offered = offers.offers(language)
    if not offered:
        return {}
    ticked = sheet.fields.get(CONSENT, ())
    boxes = (Option(offer.key, offer.words, offer.key in ticked, id=f"{CONSENT}-{offer.key}") for offer in offered)
    return {
        CONSENT: Shown(
            kind="choices",
            name=CONSENT,
            id=CONSENT,
            label=_("Shall we write to you again?"),
            hint=hint,
            options=tuple(boxes),
            errors=sheet.errors(CONSENT),
        ),
        AGE: Shown(
            kind="tick",
            name=AGE,
            id=AGE,
            label=_("I am 15 or over (only needed if you tick a box above)."),
            value=sheet.one(AGE) == "y",
            errors=sheet.errors(AGE),
        ),
    }
