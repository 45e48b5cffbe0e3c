"""The one page on which somebody says that they carry a petition."""

from flask_babel import gettext as _

from portal.core.fields import Shown
from portal.petitions.forms import people
from portal.petitions.forms.people import Fields, Sheet
from portal.petitions.service.carriers import Carrier


def read(fields: Fields, *, language: str, notice: str) -> Carrier | Sheet:
    """Who carries it, or the form again with what is wrong."""
    sheet = Sheet.posted(fields)
    why = _("Write your e-mail address: we send the link that counts you there.")
    carrier = people.read(sheet, language=language, notice=notice, why_address=why)
    return sheet if sheet.problems else carrier


def fields(sheet: Sheet, language: str) -> dict[str, Shown]:
    """The fields in the order of the page."""
    return (
        people.who(sheet, _("We send one link there: press its button to be counted."))
        | people.zone(sheet)
        | people.shows_name(sheet, _("Without this tick you are counted, and nobody reads your name."))
        | people.consents(sheet, language, _("Your support counts whatever you choose here."))
    )
