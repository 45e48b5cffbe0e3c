"""The one page that signs: what it shows, and what it makes of a post."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from portal.consents import offers
from portal.consents.service import Ticked
from portal.core import tokens
from portal.core.fields import Option, Shown
from portal.participation.queries.activities import ActivityCard
from portal.petitions import wording
from portal.petitions.rules import texts
from portal.petitions.service.signing import Signature
from portal.territory import queries as territory

Fields = Mapping[str, Sequence[str]]

NAME, ADDRESS, POSTCODE, ZONE, SHOWS, COMMENT = "name", "address", "postcode", "zone", "shows_name", "comment"
CONSENT, AGE, TRAP = "consent", "age", "website"
ADDRESS_SIGNS = 254


@dataclass
class Sheet:
    """The form as it was filled in, with what is wrong by field."""

    fields: Fields = field(default_factory=dict)
    submission_id: uuid.UUID = field(default_factory=uuid.uuid4)
    problems: dict[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        return (self.fields.get(name) or [""])[0]


def is_trapped(fields: Fields) -> bool:
    """Whether a field that people never see was filled in."""
    return bool((fields.get(TRAP) or [""])[0])


def read(activity: ActivityCard, fields: Fields, *, language: str) -> Signature | Sheet:
    """The signature, or the form again with what is wrong."""
    sheet = Sheet(fields, tokens.read_uuid((fields.get("submission_id") or [""])[0]) or uuid.uuid4())
    name, postcode = _name(sheet), _postcode(sheet)
    address = _address(sheet)
    said = read_rest(activity, sheet)
    ticked = _ticked(activity, sheet, language)
    if sheet.problems:
        return sheet
    return Signature(
        submission_id=sheet.submission_id,
        name=name,
        address=address,
        postcode=postcode,
        zone_id=said.zone_id,
        shows_name=said.shows_name,
        comment=said.comment,
        language=language,
        ticked=ticked,
    )


@dataclass(frozen=True)
class Rest:
    """What may be changed of a signature afterwards."""

    zone_id: int | None
    shows_name: bool
    comment: str


def read_rest(activity: ActivityCard, sheet: Sheet) -> Rest:
    """Neighbourhood, name shown or not, comment; what is wrong goes to the sheet."""
    zone = territory.territory().find(sheet.one(ZONE)) if activity.asks_zone and sheet.one(ZONE) else None
    if activity.asks_zone and zone is None and sheet.one(ZONE):
        sheet.problems[ZONE] = _("Choose a neighbourhood of the list.")
    comment = texts.paragraphs(sheet.one(COMMENT)[: 2 * texts.COMMENT_SIGNS])
    if texts.text_problem(comment, texts.COMMENT_SIGNS, is_required=False):
        sheet.problems[COMMENT] = _("Write at most %(max)d signs.", max=texts.COMMENT_SIGNS)
    return Rest(zone.id if zone else None, sheet.one(SHOWS) == "y", comment)


def _name(sheet: Sheet) -> str:
    name = texts.one_line(sheet.one(NAME)[: 2 * texts.NAME_SIGNS])
    if problem := texts.name_problem(name):
        sheet.problems[NAME] = wording.name_problem(problem)
    return name


def _postcode(sheet: Sheet) -> str:
    postcode = texts.postcode(sheet.one(POSTCODE)[: 2 * texts.POSTCODE_SIGNS])
    if problem := texts.postcode_problem(postcode):
        sheet.problems[POSTCODE] = wording.postcode_problem(problem)
    return postcode


def _address(sheet: Sheet) -> str:
    typed = sheet.one(ADDRESS).strip()
    if not typed:
        sheet.problems[ADDRESS] = _("Write your e-mail address: we send the link that counts your signature there.")
        return ""
    try:
        return validate_email(typed[: ADDRESS_SIGNS + 1], check_deliverability=False).normalized
    except EmailNotValidError:
        sheet.problems[ADDRESS] = _("Check your e-mail address, for instance name@example.org.")
        return ""


def _ticked(activity: ActivityCard, sheet: Sheet, language: str) -> Ticked | None:
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
    return Ticked(words, language, wording.notice(activity).text) if words else None


def shown(activity: ActivityCard, sheet: Sheet, *, language: str, is_change: bool = False) -> dict[str, Shown]:
    """The fields in the order of the page; a change leaves out who signs."""
    fields = {} if is_change else _who(sheet)
    zones = territory.territory().zones() if activity.asks_zone else ()
    if zones:
        fields[ZONE] = _zone_field(sheet, zones)
    fields[SHOWS] = Shown(
        kind="tick",
        name=SHOWS,
        id=SHOWS,
        label=_("Show my name under the petition"),
        hint=_("Without this tick you are counted, and nobody reads your name."),
        value=sheet.one(SHOWS) == "y",
    )
    fields[COMMENT] = Shown(
        kind="area",
        name=COMMENT,
        id=COMMENT,
        label=_("Why you sign"),
        hint=_("Staff read it; others only once somebody has checked it."),
        value=sheet.one(COMMENT),
        errors=_errors(sheet, COMMENT),
        attributes={"rows": 3, "maxlength": texts.COMMENT_SIGNS},
    )
    return fields if is_change else fields | _consents(sheet, language)


def _who(sheet: Sheet) -> dict[str, Shown]:
    words = (
        (NAME, "text", _("Your first and last name"), "", {"autocomplete": "name", "maxlength": texts.NAME_SIGNS}),
        (
            ADDRESS,
            "email",
            _("Your e-mail address"),
            _("We send one link there: press its button to be counted."),
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
            errors=_errors(sheet, name),
            is_required=True,
            attributes=attributes,
        )
        for name, kind, label, hint, attributes in words
    }


def _zone_field(sheet: Sheet, zones: Sequence[territory.ZoneCard]) -> Shown:
    chosen = sheet.one(ZONE)
    outside = Option("", _("I would rather not say, or I live elsewhere"), not chosen, id=f"{ZONE}-none")
    options = (Option(zone.key, zone.name, zone.key == chosen, id=f"{ZONE}-{zone.key}") for zone in zones)
    return Shown(
        kind="select",
        name=ZONE,
        id=ZONE,
        label=_("Your neighbourhood"),
        options=(outside, *options),
        errors=_errors(sheet, ZONE),
    )


def _consents(sheet: Sheet, language: str) -> dict[str, Shown]:
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
            hint=_("Your signature counts whatever you choose here."),
            options=tuple(boxes),
            errors=_errors(sheet, CONSENT),
        ),
        AGE: Shown(
            kind="tick",
            name=AGE,
            id=AGE,
            label=_("I am 15 or over (only needed if you tick a box above)."),
            value=sheet.one(AGE) == "y",
            errors=_errors(sheet, AGE),
        ),
    }


def _errors(sheet: Sheet, name: str) -> tuple[str, ...]:
    return (sheet.problems[name],) if name in sheet.problems else ()
