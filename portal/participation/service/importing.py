"""Recording many acts that happened elsewhere or before: a file of responses, paper sheets, the demonstration.

The same keys, digests, marks, events and constraint as a post has, so that one person still is one participation and
the tally counts it like any other; only the instants are given, and a batch is one statement instead of a thousand.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any

from portal.consents import service as consents
from portal.core import clock, outbox, tenancy, tokens
from portal.core.database import transactional
from portal.participation import events
from portal.participation.queries import importing, recording
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import identity, states
from portal.participation.service import acts, keys
from portal.participation.service.acts import Submission

BATCH = 500
VERSION = "participation_version"  # what a tick is about


@dataclass(frozen=True, kw_only=True)
class PastAct:
    """What somebody said, by which channel and how surely (both in `submission`), and when; without an instant, now.

    `key` tells who it was where that is no address, with its version (rules/identity.py).
    """

    submission: Submission
    happened_at: dt.datetime | None = None
    key: tuple[bytes, int] | None = None


class Fate(StrEnum):
    """What became of an act."""

    COUNTED = "counted"
    SAME = "same"  # recorded before, word for word: importing a file twice changes nothing
    OTHER_CONTENT = "other_content"  # the same form said something else before
    TOOK_PART = "took_part"  # the person took part already


def record_in_batches(activity: ActivityCard, past: Iterable[PastAct], *, size: int = BATCH) -> Iterator[list[Fate]]:
    """Record any number of acts, one transaction per batch; what is yielded is durable. Call it outside a transaction."""
    remaining = iter(past)
    while batch := list(islice(remaining, size)):
        yield record_many(activity, batch)


@transactional
def record_many(activity: ActivityCard, past: Sequence[PastAct]) -> list[Fate]:
    """Record a batch as counted, whatever the activity's dates: who imports answers for when it was said.

    Returns the fate of each act, in order. Nothing is refused: what was recorded before stays as it is.
    """
    if activity.access is states.AccessLevel.ANYONE:
        past = [replace(act, submission=acts.without_person(act.submission)) for act in past]
    first = _first_of_each_form(past)
    ids = iter(_ids(activity, 2 * len(first)))
    rows = {place: _row(activity, act, place, next(ids), next(ids)) for place, act in first.items()}
    told = [event | {"place": place} for place, act in first.items() for event in _events(activity, act, rows[place])]
    written = [_kept(activity, act, rows[place]) for place, act in first.items()]
    new = importing.submit_many(
        activity.id, recording.as_json(written), recording.as_json(told), is_anonymous=activity.is_anonymous
    )
    consents.keep_many(
        (act.submission.ticked, VERSION, rows[place]["version_id"], rows[place]["counted_at"])
        for place, act in first.items()
        if place in new and act.submission.ticked is not None and act.submission.address is not None
    )
    outbox.wake_after_commit(told)
    return _fates(activity, past, new)


def _ids(activity: ActivityCard, count: int) -> list[int]:
    """An id that grows with time would put an anonymous roll in the order of the ballots."""
    return [tokens.timeless_id() for _ in range(count)] if activity.is_anonymous else tokens.new_ids(count)


def _form_id(activity: ActivityCard, submission: Submission) -> str:
    """Under which id the form is kept. A file may have made it from what was said: beside a person of an anonymous
    activity it would tell the answer to whoever tries a few, so there it is kept under our key."""
    if activity.is_anonymous and submission.address is not None:
        return str(uuid.UUID(bytes=keys.submission_key(submission.submission_id)[:16]))
    return str(submission.submission_id)


def _first_of_each_form(past: Sequence[PastAct]) -> dict[int, PastAct]:
    """A form that comes twice in one batch counts where it came first."""
    places: dict[object, int] = {}
    for place, act in enumerate(past):
        places.setdefault(act.submission.submission_id, place)
    return {place: past[place] for place in places.values()}


def _row(activity: ActivityCard, act: PastAct, place: int, participation_id: int, version_id: int) -> dict[str, Any]:
    submission = act.submission
    happened_at = act.happened_at or clock.now()
    key, key_version = act.key or _key(submission)
    name_hash, place_hash = hashes(activity, submission)
    return {
        "place": place,
        "participation_id": participation_id,
        "version_id": version_id,
        "person_key": key.hex(),
        "key_version": key_version,
        "name_hash": name_hash,
        "place_hash": place_hash,
        "channel": submission.channel,
        "assurance": submission.assurance,
        "receipt_code": tokens.new_code(),
        "manage_digest": tokens.digest(keys.manage_token(participation_id)).hex(),
        "submission_id": _form_id(activity, submission),
        "content_digest": submission.digest.hex(),
        "content": submission.content,
        "marks": [acts.MARK_OF_ALL, *submission.marks],
        "amounts": submission.amounts or None,
        "zone_id": submission.zone_id,
        "language": submission.language,
        "to_address": _address_to_keep(activity, submission),
        "submitted_at": happened_at.isoformat(),
        "counted_at": happened_at.isoformat(),
        "counted_on": _day(happened_at).isoformat(),
    }


def _key(submission: Submission) -> tuple[bytes, int]:
    if submission.address is not None:
        return keys.person_key(submission.address), identity.KEY_VERSION
    return keys.submission_key(submission.submission_id), identity.SUBMISSION_KEY


def hashes(activity: ActivityCard, submission: Submission) -> tuple[int | None, int | None]:
    """What finds the same name and place elsewhere in the activity, where two may share a mailbox (decision 8)."""
    if activity.seats == 1 or not submission.content.get("name"):
        return None, None
    name, place = keys.mailbox_hashes(submission.content)
    return name, place if submission.content.get("postcode") else None


def _address_to_keep(activity: ActivityCard, submission: Submission) -> str | None:
    """What a post would have left behind: the confirmed address, or the one that goes with a consent."""
    is_confirmed = activity.access is states.AccessLevel.EMAIL and submission.assurance is states.Assurance.EMAIL
    return submission.address if submission.ticked or (is_confirmed and not activity.is_anonymous) else None


def _events(activity: ActivityCard, act: PastAct, row: dict[str, Any]) -> list[dict[str, Any]]:
    counted = events.ParticipationCounted(
        activity_id=activity.id,
        participation_id=row["participation_id"],
        plus=None if activity.is_anonymous else row["version_id"],
        version_id=row["version_id"],
        is_consented=act.submission.ticked is not None and act.submission.address is not None,
    )
    if not activity.is_anonymous:
        return outbox.rows_of(counted)
    names = ("content", "marks", "amounts", "zone_id", "assurance", "counted_on")
    ballot = events.BallotCast(activity_id=activity.id, ballot={name: row[name] for name in names})
    return outbox.rows_of(counted) + outbox.rows_of(ballot)


def _kept(activity: ActivityCard, act: PastAct, row: dict[str, Any]) -> dict[str, Any]:
    """The row as it is written: in an anonymous activity the ballot alone has the words."""
    if not activity.is_anonymous:
        return row
    # A digest over a few possible answers would be as good as the answer, beside a person's key or address.
    digest = row["content_digest"] if act.submission.address is None else ""
    blank: dict[str, Any] = {"content": {}, "marks": [], "amounts": None, "zone_id": None, "counted_on": None}
    return row | blank | {"content_digest": digest}


def _fates(activity: ActivityCard, past: Sequence[PastAct], new: set[int]) -> list[Fate]:
    if len(new) == len(past):
        return [Fate.COUNTED] * len(past)
    old = [_form_id(activity, act.submission) for place, act in enumerate(past) if place not in new]
    before = {str(row.submission_id): bytes(row.content_digest) for row in importing.taken(activity.id, old)}
    found = [before.get(_form_id(activity, act.submission)) for act in past]
    return [Fate.COUNTED if place in new else _fate(act, found[place]) for place, act in enumerate(past)]


def _fate(act: PastAct, digest: bytes | None) -> Fate:
    if digest is None:
        return Fate.TOOK_PART
    is_unknown = digest == b""  # anonymous: that this form came before is all that is still known
    return Fate.SAME if is_unknown or digest == act.submission.digest else Fate.OTHER_CONTENT


def _day(instant: dt.datetime) -> dt.date:
    return clock.day_in(tenancy.card(tenancy.current_organisation_id()).time_zone, instant)
