"""Recording an act: one person, one participation, whatever is clicked twice or forged."""

from typing import Any

from sqlalchemy import Row

from portal.core import mail, outbox, tokens
from portal.core.database import transactional
from portal.participation import events
from portal.participation.queries import recording
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import identity, states
from portal.participation.service import acts, changing, keys, letters
from portal.participation.service.acts import Outcome, Recorded, Submission


def submit(activity: ActivityCard, submission: Submission) -> Recorded:
    """Record an act. With an address it waits for its link, and the answer never tells whether somebody took part before.

    One transaction, whichever way: without identity it is a single statement. Raises Closed, OtherContent, NotAvailable,
    NotSignedIn.
    """
    if activity.access is states.AccessLevel.EMAIL and submission.channel is states.Channel.WEB:
        return _submit_by_mail(activity, submission)
    if activity.access not in states.AVAILABLE_LEVELS:
        raise acts.NotAvailable(letters.say_not_available())
    if activity.access is states.AccessLevel.ACCOUNT:
        return _submit_known(activity, submission)
    submission = acts.without_person(submission)
    values = _counted_at_once(activity, submission) | {
        "person_key": keys.submission_key(submission.submission_id),
        "key_version": identity.SUBMISSION_KEY,
    }
    row = _record(activity, submission, values)
    return _recorded(values) if row.version_id is not None else _repeated(activity, submission)


@transactional
def _submit_known(activity: ActivityCard, submission: Submission) -> Recorded:
    """Somebody signed in: counted at once, and found again when they come back."""
    if submission.address is None:
        raise acts.NotSignedIn(letters.say_not_signed_in())
    values = _counted_at_once(activity, submission) | {
        "person_key": keys.person_key(submission.address),
        "key_version": identity.KEY_VERSION,
    }
    row = _record(activity, submission, values)
    if row.version_id is None:
        return changing.come_back(row.id, submission)
    acts.keep_ticks(submission, row.version_id)
    return _recorded(values)


@transactional
def count_confirmed(activity: ActivityCard, submission: Submission) -> Recorded:
    """Count an act whose address was confirmed before, whatever the dates say: who carried a petition signs it first.

    A receipt leaves by mail. Somebody who took part already stays as they are.
    """
    values = _counted_at_once(activity, submission) | {
        "person_key": keys.person_key(submission.address or ""),
        "key_version": identity.KEY_VERSION,
        "assurance": states.Assurance.EMAIL,
        "to_address": submission.address,
        "is_import": True,
    }
    row = _record(activity, submission, values)
    if row.version_id is None:
        return Recorded(Outcome.COUNTED)
    acts.keep_ticks(submission, row.version_id)
    to = _addressee(submission, values, row.id)
    recorded = _recorded(values)
    mail.queue(letters.receipt(activity, to, values["receipt_code"], recorded.manage_token or ""))
    return recorded


def _counted_at_once(activity: ActivityCard, submission: Submission) -> dict[str, Any]:
    values = _values(activity, submission)
    manage_token = keys.manage_token(values["participation_id"])
    return values | {
        "state": states.ParticipationState.COUNTED,
        "is_counted": True,
        "receipt_code": tokens.new_code(),
        "manage_token": manage_token,
        "manage_digest": tokens.digest(manage_token),
        "link_digest": None,
    }


def _record(activity: ActivityCard, submission: Submission, values: dict[str, Any]) -> Any:
    told = _tell_counted(activity, submission, values)
    written = _with_trace(activity, submission, values | {"events": recording.as_json(told)})
    row = recording.submit(written, is_shared=_is_shared(activity, submission))
    _refuse_closed(row)
    outbox.wake_after_commit(told)
    return row


def _is_shared(activity: ActivityCard, submission: Submission) -> bool:
    """Whether two may share a mailbox, or a trace is kept: both take the wider statement."""
    return activity.seats > 1 or submission.trace is not None


def _with_trace(activity: ActivityCard, submission: Submission, values: dict[str, Any]) -> dict[str, Any]:
    if not _is_shared(activity, submission):
        return values
    trace = submission.trace or acts.Trace()
    name, place = keys.mailbox_hashes(submission.content) if activity.seats > 1 else (None, None)
    is_traced = submission.trace is not None and submission.address is not None
    return values | {
        "name_hash": name,
        "place_hash": place,
        "network": trace.network,
        "held_reason": trace.held_reason,
        "mail_domain": identity.mail_domain(submission.address or "") if is_traced else None,
    }


def _recorded(values: dict[str, Any]) -> Recorded:
    return Recorded(Outcome.COUNTED, values["receipt_code"], values["manage_token"])


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
    ballot = acts.ballot(
        submission.content, values["marks"], submission.amounts, submission.zone_id, submission.assurance
    )
    values |= {"content": "{}", "marks": [], "amounts": None, "zone_id": None, "counted_on": None}
    if submission.address is not None:  # a digest over a few possible answers is as good as the answer
        values["content_digest"] = b""
    return outbox.rows_of(counted) + outbox.rows_of(events.BallotCast(activity_id=activity.id, ballot=ballot))


def _submit_by_mail(activity: ActivityCard, submission: Submission) -> Recorded:
    """The first act of somebody unknown is one statement with its letter; whatever else it may be takes a longer way."""
    link = tokens.new_link()
    values = _waiting(activity, submission, link)
    told = outbox.rows_of(
        events.ParticipationReceived(activity_id=activity.id, participation_id=values["participation_id"])
    )
    values = _with_trace(activity, submission, values | {"events": recording.as_json(told)})
    if submission.ticked is None:
        to = _addressee(submission, values, values["participation_id"])
        letter = mail.values_of(letters.confirmation(activity, to, link))
        if recording.submit_first(values, letter, is_shared=_is_shared(activity, submission)) is not None:
            outbox.wake_after_commit(told)
            mail.wake_after_commit()
            return Recorded(Outcome.MAILED)
    return _submit_with_care(activity, submission, values, link, told)


def _waiting(activity: ActivityCard, submission: Submission, link: str) -> dict[str, Any]:
    """The columns of an act that waits for its link."""
    address = submission.address or ""
    return _values(activity, submission) | {
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


def _addressee(submission: Submission, values: dict[str, Any], participation_id: int) -> letters.Addressee:
    return letters.Addressee(
        participation_id=participation_id,
        key=values["person_key"],
        address=values["to_address"],
        language=submission.language,
    )


@transactional
def _submit_with_care(
    activity: ActivityCard, submission: Submission, values: dict[str, Any], link: str, told: list[dict[str, Any]]
) -> Recorded:
    """Somebody who ticked boxes, comes back, or sends the same form again."""
    row = recording.submit(values, is_shared=_is_shared(activity, submission))
    _refuse_closed(row)
    to = _addressee(submission, values, row.id)
    if row.version_id is not None:
        acts.keep_ticks(submission, row.version_id)
        letters.ask_to_confirm(activity, to, link)
    elif row.state in acts.TAKEN:
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
    if before is None or before.content_digest != submission.digest:
        raise acts.OtherContent(letters.say_other_content())
    return Recorded(Outcome.COUNTED, before.receipt_code, keys.manage_token(before.id))
