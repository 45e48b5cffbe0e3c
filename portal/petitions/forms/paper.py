"""What staff type of sheets of signatures: the sheet, then its lines."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, FileField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.core import attachments, tokens
from portal.core.fields import Option, Shown
from portal.core.forms import SHORT, PortalForm, cleaned
from portal.petitions import wording
from portal.petitions.forms import electors
from portal.petitions.rules import paper, texts
from portal.petitions.service import electors as service
from portal.petitions.service.paper import NewSheet, Written
from portal.territory import queries as territory

Fields = Mapping[str, Sequence[str]]

LINES = (1, 10, 20)
TOO_LONG = _("Write at most %(max)d characters.")


class ScanField(FileField):
    """A PDF, JPEG or PNG; `content` is what the file holds."""

    content: bytes | None = None

    def pre_validate(self, _form: object) -> None:
        if not self.data:
            return
        self.content = self.data.read(attachments.LARGEST_BYTES + 1)
        self.data.close()
        try:
            attachments.media_type(self.content)
        except attachments.WrongFile as refusal:
            raise ValidationError(str(refusal)) from refusal


class SheetForm(PortalForm):
    """A sheet as it comes in."""

    received_on = DateField(_("Received on"), validators=[DataRequired(_("Say on which day the sheet came in."))])
    place = StringField(
        _("Where it comes from"),
        description=_("A market, a shop, an association: what helps to find it again."),
        validators=[Length(max=SHORT, message=TOO_LONG)],
        filters=[cleaned],
    )
    note = TextAreaField(_("Note"), validators=[Length(max=1_000, message=TOO_LONG)], filters=[cleaned])
    scan = ScanField(
        _("Scan of the sheet"),
        description=_("PDF, JPEG or PNG, at most 10 MB. It is erased with the names, six months after closing."),
        render_kw={"accept": "application/pdf,image/jpeg,image/png"},
    )

    def new_sheet(self) -> NewSheet:
        if self.received_on.data is None:
            raise ValueError("read before it is validated")
        return NewSheet(
            received_on=self.received_on.data,
            place=self.place.data or "",
            note=self.note.data or "",
            scan=self.scan.content,
        )


class ScanForm(PortalForm):
    """A scan that comes after its sheet."""

    scan = ScanField(
        _("Scan of the sheet"),
        description=_("PDF, JPEG or PNG, at most 10 MB."),
        validators=[DataRequired(_("Choose a file."))],
        render_kw={"accept": "application/pdf,image/jpeg,image/png"},
    )


class AsideForm(PortalForm):
    """Why a sheet does not count."""

    reason = StringField(
        _("Reason"),
        description=_("Everybody on the sheet reads it on their receipt."),
        validators=[
            DataRequired(_("Say why: the receipts show it.")),
            Length(max=300, message=TOO_LONG),
        ],
        filters=[cleaned],
    )


@dataclass
class Lines:
    """Lines as they were typed, with what is wrong by field."""

    count: int
    fields: Fields = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    has_electors: bool = False  # a statutory petition: first names and the day of birth find an elector

    def one(self, name: str) -> str:
        return (self.fields.get(name) or [""])[0]

    def form_id(self, place: int) -> uuid.UUID:
        """The id of one line's form: typed twice, it is one signature."""
        return tokens.read_uuid(self.one(f"id-{place}")) or uuid.uuid4()


def count_of(typed: str) -> int:
    """How many lines the page has."""
    return int(typed) if typed in {str(each) for each in LINES} else LINES[0]


def read(lines: Lines) -> list[Written]:
    """The lines that say something; what is wrong goes to `problems`, by the id of its field."""
    asked = [place for place in range(lines.count) if lines.one(f"name-{place}") or lines.one(f"place-{place}")]
    if not asked:
        lines.problems["name-0"] = gettext("Write a name.")
    return [_line(lines, place) for place in asked]


def shown(lines: Lines) -> list[dict[str, Shown]]:
    """The fields of each line, in the order of the page."""
    zones = territory.territory().zones()
    return [_fields(lines, place, zones) for place in range(lines.count)]


def of_line(name: str, place: str, zone_id: int | None) -> Lines:
    """One line that is to be typed anew."""
    zone = territory.territory().by_id().get(zone_id or 0)
    return Lines(1, {"name-0": [name], "place-0": [place], "zone-0": [zone.key if zone else ""]})


def _line(lines: Lines, place: int) -> Written:
    name = texts.one_line(lines.one(f"name-{place}")[: 2 * texts.NAME_SIGNS])
    where = texts.one_line(lines.one(f"place-{place}")[: 2 * paper.PLACE_SIGNS])
    if problem := texts.name_problem(name):
        lines.problems[f"name-{place}"] = wording.name_problem(problem)
    if problem := paper.place_problem(where):
        lines.problems[f"place-{place}"] = wording.place_problem(problem)
    elector = ""
    if lines.has_electors:
        name, elector = _elector(lines, place, name)
    key = lines.one(f"zone-{place}")
    zone = territory.territory().find(key) if key else None
    if key and zone is None:
        lines.problems[f"zone-{place}"] = gettext("Choose a neighbourhood of the list.")
    zone_id = zone.id if zone is not None else None
    return Written(submission_id=lines.form_id(place), name=name, place=where, zone_id=zone_id, elector=elector)


def _elector(lines: Lines, place: int, last: str) -> tuple[str, str]:
    """The whole name, and who it is on the roll where the sheet says enough (CGCT L1112-16)."""
    firsts = texts.one_line(lines.one(f"first-{place}")[: texts.NAME_SIGNS])
    typed = lines.one(f"born-{place}").strip()
    born_on = electors.read_day(typed)
    name = f"{firsts} {last}".strip()
    if typed and born_on is None:
        lines.problems[f"born-{place}"] = gettext("Write the date of birth: day, month, year; or nothing.")
    if problem := texts.name_problem(name):
        lines.problems[f"name-{place}"] = wording.name_problem(problem)
    return name, service.spelling_hash(last, firsts, born_on) if born_on and firsts else ""


def _fields(lines: Lines, place: int, zones: Sequence[territory.ZoneCard]) -> dict[str, Shown]:
    first = {"autofocus": True} if place == 0 else {}
    number = f" {place + 1}" if lines.count > 1 else ""
    found = {
        "name": _text(
            lines,
            f"name-{place}",
            (gettext("Last name") if lines.has_electors else gettext("Name")) + number,
            texts.NAME_SIGNS,
            first,
        ),
        "place": _text(lines, f"place-{place}", gettext("Address or postcode") + number, paper.PLACE_SIGNS, {}),
    }
    if lines.has_electors:
        born = _text(
            lines, f"born-{place}", gettext("Date of birth") + number, 10, {"placeholder": gettext("24/12/1970")}
        )
        firsts = _text(lines, f"first-{place}", gettext("First names") + number, texts.NAME_SIGNS, {})
        found = {"name": found["name"], "first": firsts, "born": born, "place": found["place"]}
    if not zones:
        return found
    key = lines.one(f"zone-{place}")
    none = Option("", gettext("Not known"), not key, id=f"zone-{place}-none")
    options = (Option(zone.key, zone.name, zone.key == key, id=f"zone-{place}-{zone.key}") for zone in zones)
    found["zone"] = Shown(
        kind="select",
        name=f"zone-{place}",
        id=f"zone-{place}",
        label=gettext("Neighbourhood") + number,
        options=(none, *options),
        errors=_errors(lines, f"zone-{place}"),
        is_required=True,
    )
    return found


def _text(lines: Lines, name: str, label: str, signs: int, more: Mapping[str, object]) -> Shown:
    return Shown(
        kind="text",
        name=name,
        id=name,
        label=label,
        value=lines.one(name),
        errors=_errors(lines, name),
        is_required=True,
        attributes={"maxlength": signs, "autocomplete": "off", **more},
    )


def _errors(lines: Lines, name: str) -> tuple[str, ...]:
    return (lines.problems[name],) if name in lines.problems else ()
