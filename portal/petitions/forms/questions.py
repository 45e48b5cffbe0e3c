"""What the pages of the wizard ask, as they are drawn."""

from flask_babel import gettext as _

from portal.core import tenancy
from portal.core.fields import Option, Shown
from portal.petitions.forms import people, wizard
from portal.petitions.forms.people import Sheet
from portal.petitions.forms.wizard import Step
from portal.petitions.rules import texts


def fields(screen: wizard.Screen, language: str) -> dict[str, Shown]:
    """The fields of this page, by name."""
    if screen.step is Step.CONCERNED:
        return {wizard.CONCERNED: _tie(screen.sheet)}
    if screen.step is Step.WHO:
        return _who(screen.sheet, language)
    if screen.step in _AREAS:
        return {screen.step: _area(screen.sheet, screen.step)}
    return {}


def _tie(sheet: Sheet) -> Shown:
    chosen = sheet.one(wizard.CONCERNED)
    words = (
        ("lives", _("I live here"), ""),
        ("works", _("I work or study here"), ""),
        ("uses", _("I own something, run something or belong to an association here"), ""),
        ("none", _("None of these"), ""),
    )
    return Shown(
        kind="choice",
        name=wizard.CONCERNED,
        id=wizard.CONCERNED,
        label=_("What ties you to %(name)s?", name=tenancy.organisation().short_name),
        hint=_("A petition is started by somebody it concerns. This answer is not kept."),
        options=tuple(
            Option(value, label, value == chosen, note, id=f"{wizard.CONCERNED}-{value}")
            for value, label, note in words
        ),
        errors=sheet.errors(wizard.CONCERNED),
        is_required=True,
    )


def _area(sheet: Sheet, step: Step) -> Shown:
    label, hint, signs, rows = _AREAS[step](), _HINTS[step](), _SIGNS[step], _ROWS[step]
    return Shown(
        kind="area",
        name=step,
        id=step,
        label=label,
        hint=hint,
        value=sheet.one(step),
        errors=sheet.errors(step),
        is_required=step is not Step.DETAILS,
        attributes={"rows": rows, "maxlength": signs},
    )


def _who(sheet: Sheet, language: str) -> dict[str, Shown]:
    return (
        people.who(sheet, _("We send one link there. Its button starts your petition."))
        | people.zone(sheet)
        | people.shows_name(sheet, _("Without this tick the page says “started by a resident”."))
        | people.consents(sheet, language, _("Your petition is treated alike whatever you choose here."))
    )


_AREAS = {
    Step.ASK: lambda: _("What do you ask for?"),
    Step.BACKGROUND: lambda: _("Why?"),
    Step.DETAILS: lambda: _("Anything else people should know?"),
}
_HINTS = {
    Step.ASK: lambda: _(
        "One sentence that begins with a verb, at most %(max)d signs. For instance: Plant trees on the school square.",
        max=texts.ASK_SIGNS,
    ),
    Step.BACKGROUND: lambda: _(
        "What happens today, and what would change. At most %(max)d signs.", max=texts.BACKGROUND_SIGNS
    ),
    Step.DETAILS: lambda: _("Facts, figures, where to read more. At most %(max)d signs.", max=texts.DETAILS_SIGNS),
}
_SIGNS = {Step.ASK: texts.ASK_SIGNS, Step.BACKGROUND: texts.BACKGROUND_SIGNS, Step.DETAILS: texts.DETAILS_SIGNS}
_ROWS = {Step.ASK: 2, Step.BACKGROUND: 5, Step.DETAILS: 9}
