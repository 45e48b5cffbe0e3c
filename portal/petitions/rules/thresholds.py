"""What a number of signatures obliges to, and what a count changes in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Promise(StrEnum):
    """What the organisation owes once a threshold is reached."""

    ANSWER = "answer"
    DEBATE = "debate"
    CUSTOM = "custom"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A threshold as it applies to one petition: how many signatures it takes."""

    id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A milestone that exists: its threshold, the number that it took, and whether it stands."""

    threshold_id: int
    number: int
    is_reverted: bool


@dataclass(frozen=True)
class Steps:
    """What a count changes: thresholds newly reached, reached again, and no longer reached."""

    reached: tuple[Target, ...] = ()
    again: tuple[int, ...] = ()
    reverted: tuple[int, ...] = ()


def share_of(electors: int, one_in: int) -> int:
    """How many signatures a share takes: one in ten of 1 001 electors are 101."""
    return -(-electors // one_in)


def steps(counted: int, targets: Iterable[Target], marks: Sequence[Mark]) -> Steps:
    """What is to be written at this count. What was reached keeps the number it took then; asking twice changes nothing."""
    known = {mark.threshold_id for mark in marks}
    return Steps(
        reached=tuple(target for target in targets if target.id not in known and counted >= target.number),
        again=tuple(mark.threshold_id for mark in marks if mark.is_reverted and counted >= mark.number),
        reverted=tuple(mark.threshold_id for mark in marks if not mark.is_reverted and counted < mark.number),
    )


def next_target(counted: int, targets: Iterable[Target]) -> Target | None:
    """The lowest threshold above the count; None when there is none left."""
    return min((target for target in targets if target.number > counted), key=lambda each: each.number, default=None)
