"""What was typed from paper is mended, or taken out as if it had never been written."""

import uuid

from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.core.database import transactional
from portal.core.errors import Refused
from portal.participation.queries import paper, recording
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import identity, states
from portal.participation.service import changing, importing, keys
from portal.participation.service.acts import Submission


class Known(Refused):
    """Somebody else of the activity has this name and place already."""


@transactional
def correct(activity: ActivityCard, participation_id: int, submission: Submission, place: str) -> None:
    """Say who it was and what they wrote anew; the tally follows. Raises NotFound, Known, Refused."""
    row = recording.locked(participation_id)
    if row.activity_id != activity.id:
        raise NotFound
    if row.state != states.ParticipationState.COUNTED:
        raise Refused(_("This line does not count any more."))
    name_hash, place_hash = importing.hashes(activity, submission)
    who = {
        "person_key": keys.paper_key(submission.content["name"], place),
        "key_version": identity.PAPER_KEY,
        "name_hash": name_hash,
        "place_hash": place_hash,
    }
    if not paper.rename(participation_id, who):
        raise Known(_("This person is on a sheet of this petition already."))
    changing.say_anew(row, submission)


@transactional
def take_out(activity_id: int, participation_id: int, reason: str) -> bool:
    """Find that it must not count, and let the same person be read from another sheet. Returns whether anything changed."""
    row = recording.locked(participation_id)
    if row.activity_id != activity_id:
        raise NotFound
    changed = changing.invalidate(participation_id, reason)
    nobody = {
        "person_key": keys.submission_key(uuid.uuid4()),
        "key_version": identity.SUBMISSION_KEY,
        "name_hash": None,
        "place_hash": None,
    }
    paper.rename(participation_id, nobody)
    return changed
