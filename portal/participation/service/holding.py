"""Setting apart what looks like fraud, and counting it once somebody has looked. Outside nothing shows (decision 8)."""

from werkzeug.exceptions import NotFound

from portal.consents import service as consents
from portal.core import outbox
from portal.core.database import transactional
from portal.participation import events
from portal.participation.queries import holding, recording
from portal.participation.rules import states
from portal.participation.service import acts


@transactional
def hold(participation_id: int, reason: str) -> bool:
    """Take a counted participation out of the figures until somebody has looked; one that waits for its link will be held
    once confirmed. `reason` is a short code. Returns whether anything changed."""
    row = recording.lock(participation_id)
    if row is None:
        raise NotFound
    if row.is_anonymous or row.state not in (states.ParticipationState.COUNTED, states.ParticipationState.PENDING):
        return False
    holding.mark(row.id, reason)
    if row.state == states.ParticipationState.COUNTED:
        recording.set_state(row.id, states.ParticipationState.HELD)
        outbox.publish(
            events.ParticipationHeld(
                activity_id=row.activity_id, participation_id=row.id, minus=row.current_version_id, counted=-1
            )
        )
    return True


@transactional
def release(participation_id: int) -> bool:
    """Count what was held, or let what waits for its link be counted by it. Returns whether anything changed."""
    row = recording.lock(participation_id)
    if row is None:
        raise NotFound
    if row.state not in (states.ParticipationState.HELD, states.ParticipationState.PENDING):
        return False
    holding.unmark(row.id, row.current_version_id, row.counted_on or acts.today())
    if row.state == states.ParticipationState.HELD:
        recording.set_state(row.id, states.ParticipationState.COUNTED)
        version_id = row.current_version_id
        outbox.publish(
            events.ParticipationCounted(
                activity_id=row.activity_id,
                participation_id=row.id,
                plus=version_id,
                version_id=version_id,
                is_consented=consents.has_ticks("participation_version", version_id),
            )
        )
    return True
