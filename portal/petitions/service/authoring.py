"""What the author of a petition does: starts it, confirms it from their mailbox, takes it back, writes news."""

import dataclasses
import uuid

from flask_babel import gettext as _

from portal.consents import service as consents
from portal.core import audit, clock, tokens
from portal.core.database import transactional
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.service import keys
from portal.participation.service.acts import OtherContent
from portal.petitions import queries
from portal.petitions.models import Petition, Update
from portal.petitions.queries import sponsors
from portal.petitions.rules.states import Standing
from portal.petitions.service import deciding, letters, links, starting, updating
from portal.petitions.service.carriers import Carrier
from portal.petitions.service.starting import Texts

TICKED_ON = "petition"


@transactional
def start(texts: Texts, author: Carrier, *, submission_id: uuid.UUID) -> Activity:
    """Keep a petition until its author presses the button behind the mailed link. The same form again changes nothing.

    Raises OtherContent when that form was sent before with something else.
    """
    queries.hold_submission(submission_id)
    known = queries.find_by_submission(submission_id)
    if known is not None:
        return _again(known, texts, author)
    activity = starting.begin(texts, language=author.language, submission_id=submission_id, **_columns(author))
    petition = queries.petition(activity.id)
    petition.author_digest = tokens.digest(links.author_token(activity.id))
    petition.sponsor_digest = tokens.digest(links.sponsor_token(activity.id))
    if author.ticked is not None:
        consents.keep_ticks(author.ticked, TICKED_ON, activity.id)
    letters.ask_author(activity, petition)
    return activity


@transactional
def confirm(author_token: str) -> Petition | None:
    """The author pressed the button: the petition may look for sponsors. A second time changes nothing.

    None where the link leads nowhere.
    """
    found = sponsors.find_petition_by_author_link(tokens.digest(author_token))
    if found is None:
        return None
    petition = queries.locked(found.activity_id)
    if petition.author_confirmed_at is None and petition.standing == Standing.SPONSORING:
        petition.author_confirmed_at = clock.database_now()
        audit.record("petition.started", "activity", petition.activity_id)
        letters.welcome_author(activities.get(petition.activity_id), petition)
    return petition


@transactional
def withdraw(petition: Petition, text: str) -> None:
    """Take one's own petition back. Raises NotNow."""
    deciding.withdraw(petition.activity_id, text=text)


@transactional
def write_update(petition: Petition, title: str, body: str) -> Update:
    """News about one's petition, published once a moderator agreed. Raises Refused."""
    signed_by = petition.author_name if petition.author_shows_name else None
    return updating.propose(petition.activity_id, title=title, body=body, signed_by=signed_by)


def _again(petition: Petition, texts: Texts, author: Carrier) -> Activity:
    activity = activities.get(petition.activity_id)
    before = {name: getattr(petition, name) for name in _columns(author)}
    if before != _columns(author) or starting.words_of(activity, petition.language) != texts:
        raise OtherContent(_("This form was sent before with other words. Send it as a new petition."))
    if petition.author_confirmed_at is None:
        letters.ask_author(activity, petition)
    return activity


def _columns(author: Carrier) -> dict[str, object]:
    said = dataclasses.asdict(dataclasses.replace(author, ticked=None))
    kept = ("name", "address", "postcode", "zone_id", "shows_name")
    return {f"author_{name}": said[name] for name in kept} | {"author_key": keys.person_key(author.address)}
