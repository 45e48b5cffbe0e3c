"""What petitions tell the rest of the portal."""

from dataclasses import dataclass

from portal.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ThresholdReached(Event):
    """A petition has the signatures that a promise takes; also when it has them again."""

    activity_id: int
    threshold_id: int


@dataclass(frozen=True, kw_only=True)
class ThresholdLost(Event):
    """Signatures were taken out, and too few are left for a promise."""

    activity_id: int
    threshold_id: int


@dataclass(frozen=True, kw_only=True)
class PetitionDecided(Event):
    """Somebody decided about a petition: its author is to be told. `act` is a `rules.states.Act`."""

    activity_id: int
    act: str


@dataclass(frozen=True, kw_only=True)
class UpdateDecided(Event):
    """A moderator published an author's news, or refused it: the author is to be told."""

    activity_id: int
    update_id: int


@dataclass(frozen=True, kw_only=True)
class SessionRecorded(Event):
    """What the council decided is published, or was corrected: who asked is told this version once."""

    activity_id: int
    record_id: int


@dataclass(frozen=True, kw_only=True)
class PromisesChanged(Event):
    """Staff changed the thresholds: the count of this petition is to be compared with them again."""

    activity_id: int
