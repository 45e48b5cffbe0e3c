"""Forgetting people: what of a signature may stay when its owner is erased, authors and sponsors, and what goes in time."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from portal.core import attachments
from portal.participation import upkeep
from portal.participation.upkeep import Chore
from portal.petitions.queries import comments, forgetting, lapsing
from portal.petitions.queries import electors as registers
from portal.petitions.service import electors, scans

CHORES = (
    Chore(
        name="unconfirmed petitions",
        words="petitions and sponsors whose mailbox did not confirm",
        kept=upkeep.UNCONFIRMED_KEPT,
        due=lapsing.count_unconfirmed,
        forget=lapsing.forget_unconfirmed,
    ),
    Chore(
        name="carriers",
        words="authors and sponsors of petitions",
        kept=upkeep.IDENTITIES_KEPT,
        due=forgetting.count_carriers,
        forget=forgetting.forget_carriers,
    ),
    Chore(
        name="comments",
        words="comments that wait for nobody",
        kept=upkeep.UNCONFIRMED_KEPT,
        due=comments.count_over,
        forget=comments.forget_over,
    ),
    Chore(
        name="bursts",
        words="sudden crowds",
        kept=upkeep.TRACES_KEPT,
        due=forgetting.count_bursts,
        forget=forgetting.forget_bursts,
    ),
    Chore(
        name="scans",
        words="scans and notes of paper sheets",
        kept=upkeep.IDENTITIES_KEPT,
        due=scans.count_old,
        forget=scans.forget_old,
    ),
    Chore(
        name="electors",
        words="hashes of replaced or outdated registers of electors",
        kept=dt.timedelta(0),
        due=registers.count_old,
        forget=registers.forget_old,
    ),
    Chore(
        name="elector_claims",
        words="who signed in quarters that are over",
        kept=dt.timedelta(0),
        due=electors.count_old_claims,
        forget=electors.forget_old_claims,
    ),
    Chore(
        name="stray_files",
        words="files that nothing names",
        kept=attachments.ORPHANS_KEPT,
        due=attachments.count_orphans,
        forget=attachments.forget_orphans,
    ),
)


class Erased(Protocol):
    """The event that asks for it; `person_key` in hexadecimal."""

    @property
    def person_key(self) -> str: ...
    @property
    def erased_at(self) -> str: ...


def without_words(_activity_id: int, _content: dict[str, Any]) -> dict[str, Any]:
    """Nothing that somebody wrote may stay; that they signed is a mark."""
    return {}


def take(batch: Sequence[Erased]) -> None:
    """The subscriber: take these people out as authors and sponsors, too. Doing it again changes nothing."""
    for event in batch:
        forgetting.erase(bytes.fromhex(event.person_key), dt.datetime.fromisoformat(event.erased_at))
