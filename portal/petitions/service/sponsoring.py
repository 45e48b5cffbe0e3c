"""Carrying a petition before it opens: asked for by a link, confirmed from a mailbox, five needed and at most twenty."""

from flask_babel import gettext as _

from portal.consents import service as consents
from portal.core import clock, tokens
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.service import keys
from portal.petitions import queries
from portal.petitions.models import Petition, Sponsor
from portal.petitions.queries import sponsors
from portal.petitions.rules import states
from portal.petitions.rules.states import Standing
from portal.petitions.service import deciding, letters
from portal.petitions.service.carriers import Carrier

TICKED_ON = "petition_sponsor"


class NotWanted(Refused):
    """The petition takes no more sponsors, or the link leads nowhere."""


@transactional
def ask(activity_id: int, carrier: Carrier) -> None:
    """Write to somebody who would carry a petition. Whether they do already shows in their mailbox only.

    A pending row is written over only when its new link really leaves: nobody can make somebody else's letter useless.
    Raises NotWanted.
    """
    petition = queries.locked(activity_id)
    refuse_unless_wanted(petition)
    activity, person_key = activities.get(activity_id), keys.person_key(carrier.address)
    known = sponsors.find_by_person(activity_id, person_key)
    if person_key == petition.author_key or (known is not None and known.confirmed_at is not None):
        letters.say_already(activity, carrier, known.id if known else None)
        return
    if known is None:
        known = Sponsor(activity_id=activity_id, person_key=person_key, address=carrier.address)
        db.session.add(known)
        db.session.flush()
    _write_over(known, activity, carrier)


@transactional
def confirm(link: str) -> Sponsor:
    """They pressed the button: at the fifth, the petition goes to the moderators by itself. Pressing twice is harmless.

    Raises NotWanted.
    """
    found = sponsors.find_by_link(tokens.digest(link))
    if found is None:
        raise NotWanted(_("This link leads nowhere any more. Look for the latest letter in your mailbox."))
    petition = queries.locked(found.activity_id)
    db.session.refresh(found)
    if found.confirmed_at is not None:
        return found
    refuse_unless_wanted(petition)
    found.confirmed_at = clock.database_now()
    db.session.flush()
    deciding.submit(petition.activity_id)
    return found


def refuse_unless_wanted(petition: Petition) -> None:
    """Raises NotWanted once it is open or over, and with twenty."""
    if petition.standing == Standing.ACCEPTED:
        raise NotWanted(_("This petition is accepted: it needs no more sponsors, it takes signatures."))
    if petition.standing not in states.SPONSORED or petition.author_confirmed_at is None:
        raise NotWanted(_("This petition takes no sponsors any more."))
    if sponsors.count_confirmed(petition.activity_id) >= states.SPONSORS_AT_MOST:
        raise NotWanted(_("This petition has as many sponsors as it may have. You can sign it once it is open."))


def _write_over(sponsor: Sponsor, activity: Activity, carrier: Carrier) -> None:
    link = tokens.new_link()
    if not letters.ask_sponsor(activity, sponsor.id, carrier, link):
        return
    sponsor.address, sponsor.language = carrier.address, carrier.language
    sponsor.link_digest = tokens.digest(link)
    sponsor.name, sponsor.postcode = carrier.name, carrier.postcode
    sponsor.zone_id, sponsor.shows_name = carrier.zone_id, carrier.shows_name
    consents.forget_ticks(TICKED_ON, [sponsor.id])
    if carrier.ticked is not None:
        consents.keep_ticks(carrier.ticked, TICKED_ON, sponsor.id)
