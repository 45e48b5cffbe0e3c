"""Letting a petition open: its author and sponsors are its first signatures."""

import datetime as dt
import uuid
from collections.abc import Iterator

from portal.consents import service as consents
from portal.consents.service import Ticked
from portal.core import clock, tenancy
from portal.core.database import db, transactional
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.service import activities as service_activities
from portal.petitions.models import Petition
from portal.petitions.queries import sponsors
from portal.petitions.rules.states import Act, Standing
from portal.petitions.service import authoring, deciding, signing, sponsoring
from portal.petitions.service.signing import Signature

FIRST = uuid.UUID("5f0d3a6e-6a52-4f0e-9d5b-0c8f1f2f7f11")  # names the forms that nobody sent


@transactional
def accept(
    activity_id: int,
    *,
    opens_at: dt.datetime,
    closes_at: dt.datetime | None,
    text: str = "",
    seen: str | None = None,
    actor_id: int | None = None,
) -> Activity:
    """Accept a petition: it opens at its instant, already signed by those who carried it. Raises NotNow, NotReady."""
    petition = deciding.locked_for(Act.ACCEPTED, activity_id)
    deciding.refuse_without_opinion(petition)
    deciding.refuse_unseen(activity_id, seen)
    petition.standing = Standing.ACCEPTED
    petition.decided_at, petition.decided_by = clock.database_now(), actor_id
    petition.electors = tenancy.card(tenancy.current_organisation_id()).electors
    activity = service_activities.publish(activity_id, opens_at=opens_at, closes_at=closes_at, actor_id=actor_id)
    deciding.note(petition, Act.ACCEPTED, actor_id=actor_id, text=text)
    db.session.flush()
    card = activities.card_by_id(activity_id)
    for signature in _first_signatures(petition):
        signing.sign_confirmed(card, signature)
    return activity


def _first_signatures(petition: Petition) -> Iterator[Signature]:
    """The author, then the sponsors in the order in which they joined; only addresses that were confirmed."""
    if petition.author_confirmed_at is not None and petition.author_name and petition.author_address:
        yield Signature(
            submission_id=_form(petition, 0),
            name=petition.author_name,
            address=petition.author_address,
            postcode=petition.author_postcode or "",
            zone_id=petition.author_zone_id,
            shows_name=petition.author_shows_name,
            language=petition.language,
            ticked=_moved(authoring.TICKED_ON, petition.activity_id),
        )
    for row in sponsors.confirmed(petition.activity_id):
        if row.name and row.address:
            yield Signature(
                submission_id=_form(petition, row.id),
                name=row.name,
                address=row.address,
                postcode=row.postcode or "",
                zone_id=row.zone_id,
                shows_name=row.shows_name,
                language=row.language,
                ticked=_moved(sponsoring.TICKED_ON, row.id),
            )


def _moved(subject_type: str, subject_id: int) -> Ticked | None:
    """What they agreed to when they began to carry it: from now on it belongs to their signature."""
    ticked = consents.ticked_on(subject_type, subject_id)
    consents.forget_ticks(subject_type, [subject_id])
    return ticked


def _form(petition: Petition, number: int) -> uuid.UUID:
    return uuid.uuid5(FIRST, f"{petition.organisation_id}/{petition.activity_id}/{number}")
