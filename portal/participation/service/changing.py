"""Changing one's mind, coming back, and staff's finding that something must not count. The tally follows each."""

import uuid
from typing import Any, TypeVar

from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.core import outbox, tokens
from portal.core.database import transactional
from portal.participation import events
from portal.participation.queries import participations, recording
from portal.participation.rules import states
from portal.participation.service import acts, keys, letters
from portal.participation.service.acts import AlreadyOver, Outcome, Recorded, Submission

Gone = TypeVar("Gone", events.ParticipationWithdrawn, events.ParticipationInvalidated)


@transactional
def change(manage_token: str, submission: Submission) -> Recorded:
    """Say something else than before. Raises NotFound for a link that is none, AlreadyOver."""
    row = _locked(manage_token)
    _refuse_unless_open(row)
    if row.is_anonymous:
        raise AlreadyOver(letters.say_anonymous())
    return say_anew(row, submission)


def come_back(participation_id: int, submission: Submission) -> Recorded:
    """Somebody known (by account) answers again: their answer changes, or counts anew after they withdrew it."""
    row = recording.locked(participation_id)
    if row.is_anonymous and _is_repeated(row, submission):
        return Recorded(Outcome.COUNTED, row.receipt_code, keys.manage_token(row.id))
    if row.state == states.ParticipationState.INVALIDATED or row.is_anonymous:
        raise AlreadyOver(letters.say_already_took_part())
    return say_anew(row, submission)


@transactional
def withdraw(manage_token: str) -> None:
    """Take one's participation back; a second time changes nothing. Raises NotFound, AlreadyOver."""
    row = _locked(manage_token)
    if row.state == states.ParticipationState.WITHDRAWN:
        return
    _refuse_unless_open(row)
    if row.is_anonymous:
        raise AlreadyOver(letters.say_anonymous())
    recording.set_state(row.id, states.ParticipationState.WITHDRAWN)
    outbox.publish(_gone(events.ParticipationWithdrawn, row))


@transactional
def invalidate(participation_id: int, reason: str) -> bool:
    """Find that a counted participation must not count; its receipt says why. Returns whether anything changed.

    An anonymous ballot cannot be found again, so its roll entry cannot be invalidated: AlreadyOver.
    """
    row = recording.locked(participation_id)
    if row.is_anonymous:
        raise AlreadyOver(letters.say_anonymous())
    if row.state not in (states.ParticipationState.COUNTED, states.ParticipationState.HELD):
        return False
    recording.set_state(row.id, states.ParticipationState.INVALIDATED, reason=reason)
    outbox.publish(_gone(events.ParticipationInvalidated, row))
    return True


def _locked(manage_token: str) -> Row[Any]:
    participation_id = participations.id_by_manage_digest(tokens.digest(manage_token))
    if participation_id is None:
        raise NotFound
    return recording.locked(participation_id)


def _refuse_unless_open(row: Row[Any]) -> None:
    state = states.state_of(states.Stage(row.stage), row.opens_at, row.closes_at, row.now)
    if state is not states.ActivityState.OPEN or row.state == states.ParticipationState.INVALIDATED:
        raise AlreadyOver(letters.say_too_late())


def _gone(event: type[Gone], row: Row[Any]) -> Gone:
    """What was held is in no figure: nothing is taken away."""
    if row.state == states.ParticipationState.HELD:
        return event(activity_id=row.activity_id, participation_id=row.id, counted=0)
    return event(activity_id=row.activity_id, participation_id=row.id, minus=row.current_version_id)


def say_anew(row: Row[Any], submission: Submission) -> Recorded:
    """Make this what a locked participation says from now on. Raises OtherContent."""
    was_counted = row.state == states.ParticipationState.COUNTED
    is_held = row.state == states.ParticipationState.HELD or row.held_reason is not None
    values = acts.version_values(submission) | {
        "id": row.id,
        "activity_id": row.activity_id,
        "before": row.current_version_id,
        "held_reason": row.held_reason,
        "assurance": row.assurance,
        "to_address": submission.address if submission.ticked else row.to_address,
        "counted_on": None if is_held else row.counted_on or acts.today(),
        "state": states.ParticipationState.HELD if is_held else states.ParticipationState.COUNTED,
    }
    version_id = recording.add_version(values)
    if version_id is None:
        _refuse_other_content(row, submission)
    else:
        is_consented = acts.keep_ticks(submission, version_id)
        if was_counted:
            outbox.publish(_changed(row, version_id, is_consented=is_consented))
        elif not is_held:
            outbox.publish(_counted_again(row, version_id, is_consented=is_consented))
    return Recorded(Outcome.COUNTED, row.receipt_code, keys.manage_token(row.id))


@transactional
def reassure(participation_id: int, assurance: states.Assurance) -> None:
    """Say how sure it is who acted, as another version of the same words: the tally follows."""
    row = recording.find_locked(participation_id)
    if row is None or row.state not in acts.CONFIRMED or row.assurance == assurance:
        return
    said = recording.said(row.current_version_id)
    again = Submission(
        submission_id=uuid.uuid4(),
        content=said.content,
        marks=[mark for mark in said.marks if mark != acts.MARK_OF_ALL],
        amounts=said.amounts or {},
        zone_id=said.zone_id,
        language=said.language,
    )
    recording.set_assurance(row.id, assurance)
    say_anew(recording.locked(participation_id), again)


def _is_repeated(row: Row[Any], submission: Submission) -> bool:
    """Whether this very form was taken before: all that an anonymous participation still knows."""
    before = recording.same_submission(row.activity_id, str(submission.submission_id))
    return before is not None and before.id == row.id


def _refuse_other_content(row: Row[Any], submission: Submission) -> None:
    before = recording.same_submission(row.activity_id, str(submission.submission_id))
    if before is None or before.content_digest != submission.digest:
        raise acts.OtherContent(letters.say_other_content())


def _changed(row: Row[Any], version_id: int, *, is_consented: bool) -> events.ParticipationChanged:
    return events.ParticipationChanged(
        activity_id=row.activity_id,
        participation_id=row.id,
        minus=row.current_version_id,
        plus=version_id,
        is_consented=is_consented,
    )


def _counted_again(row: Row[Any], version_id: int, *, is_consented: bool) -> events.ParticipationCounted:
    was_pending = row.state == states.ParticipationState.PENDING
    return events.ParticipationCounted(
        activity_id=row.activity_id,
        participation_id=row.id,
        plus=version_id,
        pending=-1 if was_pending else 0,
        version_id=version_id,
        is_consented=is_consented,
    )
