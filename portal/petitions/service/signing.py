"""Signing: a participation like any other, with a trace kept apart and a second seat for a couple's mailbox."""

import uuid
from dataclasses import dataclass
from typing import Any

from portal.consents.service import Ticked
from portal.core import tokens
from portal.core.database import transaction, transactional
from portal.participation.queries import participations
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states
from portal.participation.service import changing, recording
from portal.participation.service.acts import Recorded, Submission, Trace
from portal.petitions.queries import comments


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What somebody wrote under a petition, read without problems.

    `elector`, in a statutory petition: the keyed hash of names and day of birth, which are kept nowhere.
    """

    submission_id: uuid.UUID
    name: str
    address: str
    postcode: str
    zone_id: int | None = None
    shows_name: bool = False
    comment: str = ""
    elector: str = ""
    language: str = "fr"
    ticked: Ticked | None = None
    trace: Trace | None = None


def sign(activity: ActivityCard, signature: Signature) -> Recorded:
    """Keep a signature until its address is confirmed. Whether somebody signed before shows in their mailbox only.

    Raises what participation raises: Closed, OtherContent.
    """
    if not signature.comment:  # a statement of its own, without a transaction around it
        return recording.submit(activity, submission(signature))
    with transaction():
        recorded = recording.submit(activity, submission(signature))
        _add_comment(activity.id, signature)
        return recorded


@transactional
def sign_confirmed(activity: ActivityCard, signature: Signature) -> Recorded:
    """Count the signature of somebody whose address was confirmed before: the author, a sponsor."""
    recorded = recording.count_confirmed(activity, submission(signature))
    _add_comment(activity.id, signature)
    return recorded


@transactional
def change(manage_token: str, signature: Signature) -> Recorded:
    """Show or hide one's name, change one's comment or neighbourhood, from the personal link."""
    recorded = changing.change(manage_token, submission(signature))
    found = participations.by_manage_digest(tokens.digest(manage_token))
    if found is not None:
        _add_comment(found[1].id, signature)
    return recorded


def submission(signature: Signature) -> Submission:
    """A signature as participation records it. It counts for nothing but itself: its zone is the version's."""
    return Submission(
        submission_id=signature.submission_id,
        content=content(signature),
        marks=[],
        zone_id=signature.zone_id,
        language=signature.language,
        address=signature.address or None,
        ticked=signature.ticked,
        assurance=states.Assurance.EMAIL,
        trace=signature.trace,
    )


def content(signature: Signature) -> dict[str, Any]:
    """What is kept of a signature's words."""
    said = {"name": signature.name, "postcode": signature.postcode, "shows_name": signature.shows_name}
    more = {"comment": signature.comment, "elector": signature.elector}
    return said | {name: words for name, words in more.items() if words}


def _add_comment(activity_id: int, signature: Signature) -> None:
    """A comment waits for the moderators, whatever was decided about the one before."""
    if signature.comment:
        comments.add(activity_id, signature.submission_id)
