"""What a person agreed to, seen and changed from the link in their mailbox: one press each, as easy as the box was."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from portal.consents import offers
from portal.consents import queries as consents
from portal.consents.models import Purpose
from portal.contacts.models import Contact
from portal.contacts.queries import held, ledger
from portal.contacts.service import consenting
from portal.contacts.service.consenting import OwnAct
from portal.core import languages, limits, tenancy, tokens, web
from portal.core.access import Access, access
from portal.core.languages import said
from portal.core.limits import limiter
from portal.participation import pages
from portal.participation.models import Participation
from portal.participation.queries import participations

blueprint = Blueprint("contacts", __name__)

TOKEN_SIGNS = 64
ALL = "all"


@dataclass(frozen=True)
class Line:
    """A purpose, whether it stands, and the words to agree to it again ('' where it is no longer proposed)."""

    purpose_id: int
    name: str
    is_standing: bool
    words: str


@blueprint.get("/my/<token>/consents")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def consents_of_mine(token: str) -> Response:
    """Everything the organisation may write to me about."""
    participation = _mine(token)
    if participation is None:
        return _nowhere()
    contact = held.find_by_key(participation.person_key)
    return web.page("contacts/mine.html", token=token, lines=_lines(contact), has_changed="done" in request.args)


@blueprint.post("/my/<token>/consents")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def change_consents(token: str) -> Response:
    """Withdraw one or all, or agree again; a second press changes nothing."""
    participation = _mine(token)
    if participation is None:
        return _nowhere()
    contact = held.find_by_key(participation.person_key)
    if contact is not None:
        _change(contact, participation.id)
    return web.see_other("contacts.consents_of_mine", token=token, done=1)


def _change(contact: Contact, participation_id: int) -> None:
    lines = {str(line.purpose_id): line for line in _lines(contact)}
    asked = request.form.get("withdraw", "")
    chosen = list(lines.values()) if asked == ALL else [lines[asked]] if asked in lines else []
    for line in chosen:
        own = OwnAct(
            participation_id=participation_id, words=_words_of_withdrawal(line.name), language=languages.current()
        )
        consenting.withdraw(contact.id, line.purpose_id, own)
    again = lines.get(request.form.get("agree", ""))
    if again is not None and again.words:
        own = OwnAct(participation_id=participation_id, words=again.words, language=languages.current())
        consenting.agree(contact.id, again.purpose_id, own)


def _mine(token: str) -> Participation | None:
    found = participations.by_manage_digest(tokens.digest(token[:TOKEN_SIGNS]))
    return found[0] if found else None


def _lines(contact: Contact | None) -> list[Line]:
    if contact is None:
        return []
    standing = {state.purpose_id for state in ledger.states_of(contact.id) if state.is_standing}
    words = {offer.purpose_id: offer.words for offer in offers.offers(languages.current())}
    return [
        _line(purpose, purpose.id in standing, words.get(purpose.id, ""))
        for purpose in consents.purposes()
        if purpose.id in standing or purpose.id in words
    ]


def _line(purpose: Purpose, is_standing: bool, words: str) -> Line:
    return Line(purpose.id, said(purpose.name), is_standing, words)


def _words_of_withdrawal(purpose: str) -> str:
    card = tenancy.organisation()
    return _("I no longer agree that %(name)s writes to me: %(purpose)s.", name=card.name, purpose=purpose)


def _nowhere() -> Response:
    return pages.link_over(_("This link leads nowhere. Copy the whole address from the letter."), status=404)
