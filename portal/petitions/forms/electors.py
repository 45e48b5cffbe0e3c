"""What a statutory petition asks to find an elector: names as on the roll and the day of birth, hashed at once."""

import datetime as dt

from flask_babel import gettext as _

from portal.core.fields import Shown
from portal.participation.service import acts
from portal.petitions import wording
from portal.petitions.forms.people import Sheet
from portal.petitions.rules import statutory, texts
from portal.petitions.service import electors

LAST, FIRSTS, BORN = "last_name", "first_names", "born_on"


def read(sheet: Sheet) -> tuple[str, str]:
    """The name as it is shown, and the keyed hash that stands for the elector; what is wrong goes to the sheet."""
    last, firsts = _name(sheet, LAST), _name(sheet, FIRSTS)
    name = f"{firsts} {last}"
    if len(name) > texts.NAME_SIGNS:
        sheet.problems[FIRSTS] = _("Write at most %(max)d signs.", max=texts.NAME_SIGNS)
    born_on = read_day(sheet.one(BORN))
    if born_on is None:
        sheet.problems[BORN] = _("Write your date of birth: day, month, year.")
        return name, ""
    return name, electors.spelling_hash(last, firsts, born_on)


def read_day(typed: str) -> dt.date | None:
    """A day of birth as a browser sends it or a person types it; None for what cannot be one."""
    try:
        found = dt.date.fromisoformat(statutory.day_written(typed))
    except ValueError:
        return None
    return found if statutory.is_birth(found, acts.today()) else None


def shown(sheet: Sheet) -> dict[str, Shown]:
    """The fields that stand where other petitions ask for a name."""
    words = (
        (LAST, "text", _("Your last name, as on your voter card"), "", "family-name"),
        (FIRSTS, "text", _("Your first names, as on your voter card"), _("All of them, in their order."), "given-name"),
        (
            BORN,
            "date",
            _("Your date of birth"),
            _("It finds you on the electoral roll, and is never kept. Not on the roll? You are counted apart."),
            "bday",
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
            attributes={"autocomplete": complete} | ({"maxlength": texts.NAME_SIGNS} if kind == "text" else {}),
        )
        for name, kind, label, hint, complete in words
    }


def _name(sheet: Sheet, field: str) -> str:
    name = texts.one_line(sheet.one(field)[: 2 * texts.NAME_SIGNS])
    if problem := texts.name_problem(name):
        sheet.problems[field] = wording.name_problem(problem)
    return name
