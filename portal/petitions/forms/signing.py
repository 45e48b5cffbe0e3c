"""The one page that signs: what it shows, and what it makes of a post."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.consents.service import Ticked
from portal.core.fields import Shown
from portal.participation.queries.activities import ActivityCard
from portal.petitions import wording
from portal.petitions.forms import electors, people
from portal.petitions.forms.people import SHOWS, ZONE, Fields, Sheet, is_trapped
from portal.petitions.queries import electors as registers
from portal.petitions.rules import texts
from portal.petitions.service.signing import Signature

__all__ = ["COMMENT", "SHOWS", "ZONE", "Rest", "Sheet", "is_trapped", "read", "read_rest", "shown"]

COMMENT = "comment"


@dataclass(frozen=True)
class Rest:
    """What may be changed of a signature afterwards."""

    zone_id: int | None
    shows_name: bool
    comment: str


def read(activity: ActivityCard, fields: Fields, *, language: str) -> Signature | Sheet:
    """The signature, or the form again with what is wrong."""
    sheet = Sheet.posted(fields)
    name, elector = electors.read(sheet) if registers.is_statutory(activity.id) else (people.read_name(sheet), "")
    postcode = people.read_postcode(sheet)
    address = people.read_address(
        sheet, _("Write your e-mail address: we send the link that counts your signature there.")
    )
    said = read_rest(activity, sheet)
    ticked = _read_ticked(activity, sheet, language)
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
        elector=elector,
        language=language,
        ticked=ticked,
    )


def _read_ticked(activity: ActivityCard, sheet: Sheet, language: str) -> Ticked | None:
    """Boxes with the notice above them, which is written only for those who tick one: it costs as much as the rest."""
    if not sheet.fields.get(people.CONSENT):
        return None
    notice = wording.notice(activity, is_statutory=registers.is_statutory(activity.id))
    return people.read_ticked(sheet, language, notice.text)


def read_rest(activity: ActivityCard, sheet: Sheet) -> Rest:
    """Neighbourhood, name shown or not, comment; what is wrong goes to the sheet."""
    zone_id = people.read_zone(sheet) if activity.asks_zone else None
    comment = texts.paragraphs(sheet.one(COMMENT)[: 2 * texts.COMMENT_SIGNS])
    if texts.text_problem(comment, texts.COMMENT_SIGNS, is_required=False):
        sheet.problems[COMMENT] = _("Write at most %(max)d signs.", max=texts.COMMENT_SIGNS)
    return Rest(zone_id, sheet.one(SHOWS) == "y", comment)


def shown(activity: ActivityCard, sheet: Sheet, *, language: str, is_change: bool = False) -> dict[str, Shown]:
    """The fields in the order of the page; a change leaves out who signs."""
    fields = {} if is_change else people.who(sheet, _("We send one link there: press its button to be counted."))
    if not is_change and registers.is_statutory(activity.id):
        fields = electors.shown(sheet) | {key: field for key, field in fields.items() if key != people.NAME}
    if activity.asks_zone:
        fields |= people.zone(sheet)
    fields |= people.shows_name(sheet, _("Without this tick you are counted, and nobody reads your name."))
    fields[COMMENT] = Shown(
        kind="area",
        name=COMMENT,
        id=COMMENT,
        label=_("Why you sign"),
        hint=_("Staff read it. Others do once somebody has checked it: with your name if you show it, else without."),
        value=sheet.one(COMMENT),
        errors=sheet.errors(COMMENT),
        attributes={"rows": 3, "maxlength": texts.COMMENT_SIGNS},
    )
    if is_change:
        return fields
    return fields | people.consents(sheet, language, _("Your signature counts whatever you choose here."))
