"""Recording an act and confirming it: one person, one participation, whatever is clicked twice or forged."""

from typing import Any

from sqlalchemy import Row

from portal.consents import service as consents
from portal.core import outbox, tokens
from portal.core.database import transactional
from portal.participation import events
from portal.participation.queries import recording
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import identity, states
from portal.participation.service import acts, changing, keys, letters
from portal.participation.service.acts import Confirmed, Outcome, Recorded, Submission


def submit(activity: ActivityCard, submission: Submission) -> Recorded:
    """Record an act. With an address it waits for its link, and the answer never tells whether somebody took part before.

    One transaction, whichever way: without identity it is a single statement. Raises Closed, OtherContent, NotAvailable.
    """
    if activity.access is states.AccessLevel.EMAIL and submission.channel is states.Channel.WEB:
        return _submit_by_mail(activity, submission)
    if activity.access not in states.AVAILABLE_LEVELS:
        raise acts.NotAvailable(letters.say_not_available())
    if activity.access is states.AccessLevel.ACCOUNT and submission.address is not None:
        return _submit_known(activity, submission)
    values = _counted_at_once(activity, submission) | {
        "person_key": keys.submission_key(submission.submission_id),
        "key_version": identity.SUBMISSION_KEY,
    }
    row = _record(activity, submission, values)
    return _recorded(values) if row.version_id is not None else _repeated(activity, submission)


@transactional
def _submit_known(activity: ActivityCard, submission: Submission) -> Recorded:
    """Somebody signed in: counted at once, and found again when they come back."""
    values = _counted_at_once(activity, submission) | {
        "person_key": keys.person_key(submission.address or ""),
        "key_version": identity.KEY_VERSION,
    }
    row = _record(activity, submission, values)
    if row.version_id is None:
        return changing.come_back(row.id, submission)
    _keep_ticks(submission, row.version_id)
    return _recorded(values)


def _counted_at_once(activity: ActivityCard, submission: Submission) -> dict[str, Any]:
    values = _values(activity, submission)
    return values | {
        "state": states.ParticipationState.COUNTED,
        "is_counted": True,
        "receipt_code": tokens.new_code(),
        "manage_digest": tokens.digest(keys.manage_token(values["participation_id"])),
        "link_digest": None,
    }


def _record(activity: ActivityCard, submission: Submission, values: dict[str, Any]) -> Any:
    told = _tell_counted(activity, submission, values)
    row = recording.submit(values | {"events": recording.as_json(told)})
    _refuse_closed(row)
    outbox.wake_after_commit(told)
    return row


def _recorded(values: dict[str, Any]) -> Recorded:
    return Recorded(Outcome.COUNTED, values["receipt_code"], keys.manage_token(values["participation_id"]))


def _tell_counted(activity: ActivityCard, submission: Submission, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of an answer that counts at once; an anonymous one leaves its words to the ballot."""
    version_id = values["version_id"]
    counted = events.ParticipationCounted(
        activity_id=activity.id,
        participation_id=values["participation_id"],
        plus=None if activity.is_anonymous else version_id,
        version_id=version_id,
        is_consented=submission.ticked is not None and submission.address is not None,
    )
    if not activity.is_anonymous:
        return outbox.rows_of(counted)
    ballot = _ballot(submission.content, values["marks"], submission.amounts, submission.zone_id, submission.assurance)
    values |= {"content": "{}", "marks": [], "amounts": None, "zone_id": None, "counted_on": None}
    if submission.address is not None:  # a digest over a few possible answers is as good as the answer
        values["content_digest"] = b""
    return outbox.rows_of(counted) + outbox.rows_of(events.BallotCast(activity_id=activity.id, ballot=ballot))


@transactional
def _submit_by_mail(activity: ActivityCard, submission: Submission) -> Recorded:
    address = submission.address or ""
    link = tokens.new_link()
    values = _values(activity, submission) | {
        "person_key": keys.person_key(address),
        "key_version": identity.KEY_VERSION,
        "assurance": states.Assurance.EMAIL,
        "state": states.ParticipationState.PENDING,
        "is_counted": False,
        "receipt_code": None,
        "manage_digest": None,
        "link_digest": tokens.digest(link),
        "to_address": address,
    }
    received = events.ParticipationReceived(activity_id=activity.id, participation_id=values["participation_id"])
    told = outbox.rows_of(received)
    row = recording.submit(values | {"events": recording.as_json(told)})
    _refuse_closed(row)
    to = letters.Addressee(
        participation_id=row.id, key=values["person_key"], address=address, language=submission.language
    )
    if row.version_id is not None:
        _keep_ticks(submission, row.version_id)
        letters.ask_to_confirm(activity, to, link)
    elif row.state in (states.ParticipationState.COUNTED, states.ParticipationState.INVALIDATED):
        letters.say_already(activity, to)
    else:
        _repeated(activity, submission)
    if row.is_new:
        outbox.wake_after_commit(told)
    return Recorded(Outcome.MAILED)


def _values(activity: ActivityCard, submission: Submission) -> dict[str, Any]:
    values = acts.version_values(submission)
    if activity.is_anonymous:  # an id that grows with time would put the roll in the order of the ballots
        values["version_id"] = tokens.timeless_id()
    return values | {
        "activity_id": activity.id,
        "participation_id": tokens.timeless_id() if activity.is_anonymous else tokens.new_id(),
        "seat": 1,
        "channel": submission.channel,
        "is_import": submission.channel is not states.Channel.WEB,
        "assurance": submission.assurance,
        "to_address": submission.address if submission.ticked else None,
    }


def _refuse_closed(row: Row[Any]) -> None:
    if row.id is None:
        raise acts.Closed(letters.say_closed())


def _repeated(activity: ActivityCard, submission: Submission) -> Recorded:
    """The same form again: the same result if it says the same."""
    before = recording.same_submission(activity.id, str(submission.submission_id))
    if before is None or before.content_digest != submission.digest():
        raise acts.OtherContent(letters.say_other_content())
    return Recorded(Outcome.COUNTED, before.receipt_code, keys.manage_token(before.id))


def _keep_ticks(submission: Submission, version_id: int) -> None:
    if submission.ticked is not None and submission.address is not None:
        consents.keep_ticks(submission.ticked, "participation_version", version_id)


@transactional
def confirm(token: str) -> Confirmed:
    """Count the very version that this link was mailed for, and void the others. Pressing twice is harmless.

    Raises LinkOver.
    """
    row = recording.lock_by_link(tokens.digest(token))
    if row is None or row.stage == states.Stage.WITHDRAWN:
        raise acts.LinkOver(letters.say_link_unknown())
    if row.current_version_id == row.version_id and row.state == states.ParticipationState.COUNTED:
        return Confirmed(row.activity_id, row.receipt_code)
    _refuse_link(row)
    manage_token = keys.manage_token(row.id)
    receipt_code = row.receipt_code or tokens.new_code()
    is_consented = consents.has_ticks("participation_version", row.version_id)
    recording.count(
        {
            "id": row.id,
            "version_id": row.version_id,
            "receipt_code": receipt_code,
            "manage_digest": tokens.digest(manage_token),
            "assurance": states.Assurance.EMAIL,
            "counted_on": acts.today(),
        }
    )
    _tell_confirmed(row, is_consented=is_consented)
    letters.send_receipt(row, row.title, receipt_code, manage_token)
    return Confirmed(row.activity_id, receipt_code)


def _refuse_link(row: Row[Any]) -> None:
    if row.state == states.ParticipationState.INVALIDATED or row.is_voided:
        raise acts.LinkOver(letters.say_link_replaced())
    if row.state == states.ParticipationState.COUNTED:
        raise acts.LinkOver(letters.say_link_replaced())
    if not states.may_confirm(row.closes_at, row.submitted_at, row.now):
        raise acts.LinkOver(letters.say_link_late())


def _tell_confirmed(row: Row[Any], *, is_consented: bool) -> None:
    was_pending = row.state == states.ParticipationState.PENDING
    counted = events.ParticipationCounted(
        activity_id=row.activity_id,
        participation_id=row.id,
        plus=None if row.is_anonymous else row.version_id,
        pending=-1 if was_pending else 0,
        version_id=row.version_id,
        is_consented=is_consented,
    )
    outbox.publish(counted)
    if row.is_anonymous:
        said = recording.unlink(row.id, row.version_id, is_consented=is_consented)
        ballot = _ballot(said.content, said.marks, said.amounts, said.zone_id, states.Assurance.EMAIL)
        outbox.publish(events.BallotCast(activity_id=row.activity_id, ballot=ballot))


def _ballot(content: Any, marks: Any, amounts: Any, zone_id: int | None, assurance: str) -> dict[str, Any]:
    return {
        "content": content,
        "marks": marks,
        "amounts": amounts or None,
        "zone_id": zone_id,
        "assurance": assurance,
        "counted_on": acts.today().isoformat(),
    }
