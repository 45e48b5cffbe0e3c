"""The shapes of an act: what a form brings, what becomes of it, and why it may be refused."""

import dataclasses
import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from portal.consents import service as consents
from portal.consents.service import Ticked
from portal.core import clock, tenancy, tokens
from portal.core.errors import Refused
from portal.participation.queries import recording
from portal.participation.rules import states

MARK_OF_ALL = ""  # borne by every counted participation
CONFIRMED = frozenset({states.ParticipationState.COUNTED, states.ParticipationState.HELD})
TAKEN = CONFIRMED | {states.ParticipationState.INVALIDATED}


class Closed(Refused):
    """The activity takes no answers now; nothing was kept."""


class OtherContent(Refused):
    """The same form was sent with other content: it must be sent as a new answer."""


class LinkOver(Refused):
    """The link was replaced by another, came too late, or was never ours."""


class AlreadyOver(Refused):
    """It is too late to change or withdraw, or there is nothing left that could be."""


class NotSignedIn(Refused):
    """The activity is for people who are signed in, and nobody is."""


class NotAvailable(Refused):
    """The activity asks for an identity that this installation cannot check."""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Where an act came from, for finding fraud: the network (None: unknown), and why the act is to be held, if it is."""

    network: str | None = None
    held_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What one form brought. `marks` and `amounts` say what it counts for; the package of the kind makes them.

    Where two may share a mailbox (`activity.seats`), `content` has a `name` and a `postcode`.
    """

    submission_id: uuid.UUID
    content: dict[str, Any]
    marks: list[str]
    amounts: dict[str, float] = field(default_factory=dict)
    zone_id: int | None = None
    language: str = "fr"
    address: str | None = None
    ticked: Ticked | None = None
    channel: states.Channel = states.Channel.WEB
    assurance: states.Assurance = states.Assurance.NONE
    trace: Trace | None = None

    @cached_property
    def words(self) -> str:
        """The content as it is stored."""
        return recording.as_json(self.content)

    @cached_property
    def digest(self) -> bytes:
        """What tells the same form sent again from another one under its id."""
        others = recording.as_json([self.zone_id, self.address, self.ticked.purposes if self.ticked else []])
        return hashlib.sha256(f"{others}\n{self.words}".encode()).digest()


class Outcome(StrEnum):
    COUNTED = "counted"
    MAILED = "mailed"


@dataclass(frozen=True)
class Recorded:
    """What became of it: counted at once with its two secrets, or waiting for a mailed link."""

    outcome: Outcome
    receipt_code: str | None = None
    manage_token: str | None = None


@dataclass(frozen=True)
class Confirmed:
    """A counted participation, as the page after the button shows it."""

    activity_id: int
    receipt_code: str


def without_person(submission: Submission) -> Submission:
    """The same for an activity that knows nobody. An address kept there could be found by no erasure: no key leads to it."""
    if submission.address is None:
        return submission
    return dataclasses.replace(submission, address=None, ticked=None)


def version_values(submission: Submission) -> dict[str, Any]:
    """The columns of the version that an act adds."""
    return {
        "version_id": tokens.new_id(),
        "submission_id": submission.submission_id,
        "content_digest": submission.digest,
        "content": submission.words,
        "marks": [MARK_OF_ALL, *submission.marks],
        "amounts": recording.as_json(submission.amounts) if submission.amounts else None,
        "zone_id": submission.zone_id,
        "language": submission.language,
        "counted_on": today(),
    }


def keep_ticks(submission: Submission, version_id: int) -> bool:
    """Write down what was ticked beside this version. Returns whether there was a form with boxes, and an address."""
    if submission.ticked is None or submission.address is None:
        return False
    consents.keep_ticks(submission.ticked, "participation_version", version_id)
    return True


def today() -> dt.date:
    """The organisation's calendar day."""
    card = tenancy.card(tenancy.current_organisation_id())
    return clock.day_in(card.time_zone, clock.now())


def ballot(content: Any, marks: Any, amounts: Any, zone_id: int | None, assurance: str) -> dict[str, Any]:
    """An anonymous answer on its way to the box."""
    return {
        "content": content,
        "marks": marks,
        "amounts": amounts or None,
        "zone_id": zone_id,
        "assurance": assurance,
        "counted_on": today().isoformat(),
    }
