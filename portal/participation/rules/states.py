"""States of activities and participations, and what may be done in each."""

import datetime as dt
from enum import StrEnum

GRACE = dt.timedelta(hours=24)  # an answer sent before closing may still be confirmed


class Stage(StrEnum):
    """What staff decided about an activity; the clock decides the rest."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class ActivityState(StrEnum):
    """What people see of it."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


PUBLIC_STATES = frozenset(
    {ActivityState.SCHEDULED, ActivityState.OPEN, ActivityState.CLOSED, ActivityState.ARCHIVED, ActivityState.WITHDRAWN}
)
OVER = frozenset({ActivityState.CLOSED, ActivityState.ARCHIVED})


class AccessLevel(StrEnum):
    """What an activity asks of who takes part."""

    ANYONE = "anyone"
    EMAIL = "email"
    ACCOUNT = "account"
    VERIFIED = "verified"
    INVITED = "invited"


AVAILABLE_LEVELS = (AccessLevel.ANYONE, AccessLevel.EMAIL, AccessLevel.ACCOUNT)


class Assurance(StrEnum):
    """How sure we are who it was. `paper` stands beside the others."""

    NONE = "none"
    EMAIL = "email"
    ACCOUNT = "account"
    VERIFIED = "verified"
    PAPER = "paper"


class Channel(StrEnum):
    WEB = "web"
    PAPER = "paper"
    FIELD = "field"
    IMPORT = "import"
    API = "api"


class ParticipationState(StrEnum):
    """`held`: confirmed, and not counted until staff have looked; its owner sees it as counted (decision 8)."""

    PENDING = "pending"
    HELD = "held"
    COUNTED = "counted"
    WITHDRAWN = "withdrawn"
    INVALIDATED = "invalidated"


class ResultsVisibility(StrEnum):
    LIVE = "live"
    AFTER_PARTICIPATION = "after_participation"
    AFTER_CLOSE = "after_close"
    STAFF = "staff"


class Decision(StrEnum):
    """What an official answer says."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"
    UNDER_STUDY = "under_study"


def state_of(
    stage: Stage, opens_at: dt.datetime | None, closes_at: dt.datetime | None, now: dt.datetime
) -> ActivityState:
    """The state at an instant: open or closed is a matter of the clock, the rest of what staff decided."""
    if stage is not Stage.PUBLISHED:
        return ActivityState.IN_REVIEW if stage is Stage.REVIEW else ActivityState(stage.value)
    if opens_at is None or now < opens_at:
        return ActivityState.SCHEDULED
    if closes_at is not None and now >= closes_at:
        return ActivityState.CLOSED
    return ActivityState.OPEN


def may_confirm(closes_at: dt.datetime | None, submitted_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a pending answer may still be counted: sent before closing, confirmed at most 24 hours after."""
    if closes_at is None:
        return True
    return submitted_at < closes_at and now < closes_at + GRACE


def provisional_until(
    state: ActivityState, access: AccessLevel, closes_at: dt.datetime | None, now: dt.datetime
) -> dt.datetime | None:
    """After closing: the instant until which what was sent in time may still be confirmed; None once figures are final."""
    if state not in OVER or access is not AccessLevel.EMAIL or closes_at is None or now >= closes_at + GRACE:
        return None
    return closes_at + GRACE


def may_see_results(visibility: ResultsVisibility, state: ActivityState, *, took_part: bool, is_staff: bool) -> bool:
    """Whether the figures are for this reader now."""
    if is_staff:
        return True
    if visibility is ResultsVisibility.STAFF or state not in PUBLIC_STATES:
        return False
    if visibility is ResultsVisibility.LIVE or state in (ActivityState.CLOSED, ActivityState.ARCHIVED):
        return True
    return visibility is ResultsVisibility.AFTER_PARTICIPATION and took_part


def next_change(opens_at: dt.datetime | None, closes_at: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """The next instant at which the state changes by itself: no page may be kept past it."""
    coming = [instant for instant in (opens_at, closes_at) if instant is not None and instant > now]
    return min(coming, default=None)
