"""What is done each night, and by `portal purge`: prove every tally, mend what is wrong with an alarm, forget in time.

Everything goes in batches that commit; stopped anywhere, it goes on the next night. Retention: law.md.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from portal.consents import service as consents
from portal.core import audit, clock, mail, outbox, tenancy
from portal.core.database import db, transaction, transactional
from portal.organisations import queries as organisations
from portal.participation import events, tally
from portal.participation.queries import upkeep as queries
from portal.participation.rules import identity

logger = logging.getLogger(__name__)

BATCH = 500
UNCONFIRMED_KEPT = dt.timedelta(days=7)
IDENTITIES_KEPT = dt.timedelta(days=183)  # after closing
LETTERS_KEPT = dt.timedelta(days=30)
NIGHT_HOUR = 2  # UTC


@dataclass(frozen=True, kw_only=True)
class Purged:
    """How many rows were (or, in a dry run, would be) taken out of one organisation."""

    unconfirmed: int
    identities: int
    letters: int


def tonight() -> None:
    """Do the night's work once per organisation and day, whoever asks and however often."""
    now = clock.now()
    if now.hour < NIGHT_HOUR:
        return
    for organisation_id in [row.id for row in organisations.all_organisations()]:
        with tenancy.use_organisation(organisation_id):
            with transaction():
                is_ours = queries.take_night(now.date().isoformat())
            if is_ours:
                heal()
                purge(now)
        db.session.remove()


def heal() -> list[int]:
    """Prove every tally of the organisation; rebuild, with an alarm, those that are wrong. Returns their activities."""
    wrong = [activity_id for activity_id in queries.counted_activities() if tally.verify(activity_id)]
    for activity_id in wrong:
        with transaction():
            differences = tally.verify(activity_id)
            logger.error(
                "a tally was wrong and is rebuilt", extra={"activity_id": activity_id, "differences": len(differences)}
            )
            tally.rebuild(activity_id)
            audit.record("tally.healed", "activity", activity_id, differences=len(differences))
    return wrong


def purge(now: dt.datetime) -> Purged:
    """Forget what may not be kept any longer. Call it outside a transaction: each batch commits."""
    return Purged(
        unconfirmed=_until_nothing_is_left(lambda: _forget_unconfirmed(now - UNCONFIRMED_KEPT)),
        identities=_until_nothing_is_left(lambda: _forget_identities(now - IDENTITIES_KEPT)),
        letters=_until_nothing_is_left(lambda: _forget_letters(now - LETTERS_KEPT)),
    )


def would_purge(now: dt.datetime) -> Purged:
    """The dry run: the same figures, and nothing changes."""
    return Purged(
        unconfirmed=queries.count_unconfirmed(now - UNCONFIRMED_KEPT),
        identities=queries.count_named(now - IDENTITIES_KEPT),
        letters=mail.count_old(now - LETTERS_KEPT),
    )


def _until_nothing_is_left(forget_some: Callable[[], int]) -> int:
    total = 0
    while some := forget_some():
        total += some
    return total


@transactional
def _forget_unconfirmed(before: dt.datetime) -> int:
    rows = queries.lock_unconfirmed(before, BATCH)
    if not rows:
        return 0
    version_ids = [row.id for row in rows]
    consents.forget_ticks("participation_version", version_ids)
    gone = queries.delete_unconfirmed(version_ids, [row.participation_id for row in rows])
    outbox.publish_all(events.ParticipationLapsed(activity_id=row.activity_id, participation_id=row.id) for row in gone)
    return len(rows)


@transactional
def _forget_identities(before: dt.datetime) -> int:
    return queries.forget_named(before, BATCH, identity.FORGOTTEN_KEY)


@transactional
def _forget_letters(before: dt.datetime) -> int:
    return mail.forget_old(before, BATCH)
