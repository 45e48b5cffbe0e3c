"""What is done each night, and by `portal purge`: prove every tally, mend what is wrong with an alarm, forget in time.

Everything goes in batches that commit; stopped anywhere, it goes on ten minutes later. Retention: law.md.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from portal.accounts import queries as accounts
from portal.consents import service as consents
from portal.core import audit, clock, mail, outbox, progress, tenancy
from portal.core.database import db, transaction, transactional
from portal.organisations import queries as organisations
from portal.participation import events, tally
from portal.participation.queries import upkeep as queries
from portal.participation.queries import wishes
from portal.participation.rules import identity

logger = logging.getLogger(__name__)

BATCH = 2_000
UNCONFIRMED_KEPT = dt.timedelta(days=7)
IDENTITIES_KEPT = dt.timedelta(days=183)  # after closing
WISHES_KEPT = dt.timedelta(days=1096)  # 36 months after asking
CORRECTIONS_KEPT = IDENTITIES_KEPT  # after the latest letter with an answer, for one that corrects it
TRACES_KEPT = dt.timedelta(days=30)  # after closing
LETTERS_KEPT = dt.timedelta(days=30)
LINKS_KEPT = accounts.LINKS_KEPT
LOGS_KEPT = dt.timedelta(days=365)
NIGHT_HOUR = 2  # UTC


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Something that is kept for a while only. `due` says how much of the organisation's is older than an instant;
    `forget` takes some of it out, in the caller's transaction, and says how much."""

    name: str
    words: str
    kept: dt.timedelta
    due: Callable[[dt.datetime], int]
    forget: Callable[[dt.datetime, int], int]


_more: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Have it done each night too; said by `wiring` for other features."""
    _more[chore.name] = chore


def chores() -> list[Chore]:
    return [*OWN, *_more.values()]


def tonight() -> None:
    """Do the night's work once per organisation and day, whoever asks and however often; what died halfway is taken up."""
    now = clock.now()
    if now.hour < NIGHT_HOUR:
        return
    for organisation_id in [row.id for row in organisations.all_organisations()]:
        with tenancy.use_organisation(organisation_id):
            with transaction():
                night_id = queries.take_night(now.date().isoformat())
            if night_id is not None:
                _work_through(night_id, now)
        db.session.remove()


def _work_through(night_id: int, now: dt.datetime) -> None:
    @transactional
    def move() -> None:
        queries.move_night(night_id)

    healed = heal(move)
    purged = purge(now, move)
    progress.finish(night_id, progress.State.DONE, purged | {"healed": len(healed)})


def _stay() -> None:
    """Nobody has to know that work goes on."""


def heal(move: Callable[[], None] = _stay) -> list[int]:
    """Prove every tally of the organisation; rebuild, with an alarm, those that are wrong. Returns their activities."""
    wrong = []
    for activity_id in queries.counted_activities():
        move()
        if tally.verify(activity_id):
            wrong.append(activity_id)
    for activity_id in wrong:
        with transaction():
            differences = tally.verify(activity_id)
            logger.error(
                "a tally was wrong and is rebuilt", extra={"activity_id": activity_id, "differences": len(differences)}
            )
            tally.rebuild(activity_id)
            audit.record("tally.healed", "activity", activity_id, differences=len(differences))
    return wrong


def purge(now: dt.datetime, move: Callable[[], None] = _stay) -> dict[str, int]:
    """Forget what may not be kept any longer; how much, by chore. Call it outside a transaction: each batch commits."""
    return {chore.name: _until_nothing_is_left(chore, now - chore.kept, move) for chore in chores()}


def would_purge(now: dt.datetime) -> dict[str, int]:
    """The dry run: the same figures, and nothing changes."""
    return {chore.name: chore.due(now - chore.kept) for chore in chores()}


def _until_nothing_is_left(chore: Chore, before: dt.datetime, move: Callable[[], None]) -> int:
    total, forget = 0, transactional(chore.forget)
    while some := forget(before, BATCH):
        total += some
        move()
    return total


def _forget_unconfirmed(before: dt.datetime, size: int) -> int:
    rows = queries.lock_unconfirmed(before, size)
    if not rows:
        return 0
    version_ids = [row.id for row in rows]
    consents.forget_ticks("participation_version", version_ids)
    gone = queries.delete_unconfirmed(version_ids, [row.participation_id for row in rows])
    outbox.publish_all(events.ParticipationLapsed(activity_id=row.activity_id, participation_id=row.id) for row in gone)
    return len(rows)


class Identities:
    """Where the forgetting of an organisation's persons is. Only a saving: a process that begins anew looks at all again."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[int, int]] = {}

    def forget(self, before: dt.datetime, size: int) -> int:
        """Forget the next ones; past the last one, look once more from the start for whom somebody held meanwhile."""
        organisation_id = tenancy.current_organisation_id()
        place = self._places.pop(organisation_id, None)
        found = self._forget_from(place or (0, 0), before, size)
        if found == 0 and place is not None:
            return self._forget_from((0, 0), before, size)
        return found

    def _forget_from(self, place: tuple[int, int], before: dt.datetime, size: int) -> int:
        for activity_id in queries.closed_activities(before, place[0]):
            after = place[1] if activity_id == place[0] else 0
            done = queries.forget_named(activity_id, after, size, identity.FORGOTTEN_KEY, before)
            if done.n:
                self._places[tenancy.current_organisation_id()] = (activity_id, done.last)
                return int(done.n)
        return 0


OWN = (
    Chore(
        name="unconfirmed",
        words="unconfirmed answers",
        kept=UNCONFIRMED_KEPT,
        due=queries.count_unconfirmed,
        forget=_forget_unconfirmed,
    ),
    Chore(
        name="identities",
        words="identities",
        kept=IDENTITIES_KEPT,
        due=queries.count_named,
        forget=Identities().forget,
    ),
    Chore(
        name="wishes",
        words="addresses that wait for an answer",
        kept=WISHES_KEPT,
        due=wishes.count_old,
        forget=wishes.forget_old,
    ),
    Chore(
        name="fulfilled",
        words="addresses that were told the answer",
        kept=CORRECTIONS_KEPT,
        due=wishes.count_fulfilled,
        forget=wishes.forget_fulfilled,
    ),
    Chore(
        name="traces",
        words="traces of networks",
        kept=TRACES_KEPT,
        due=queries.count_traces,
        forget=queries.forget_traces,
    ),
    Chore(
        name="told",
        words="notes of who was told what",
        kept=IDENTITIES_KEPT,
        due=queries.count_told,
        forget=queries.forget_told,
    ),
    Chore(name="letters", words="letters", kept=LETTERS_KEPT, due=mail.count_old, forget=mail.forget_old),
    Chore(
        name="links",
        words="sign-in links",
        kept=LINKS_KEPT,
        due=accounts.count_old_links,
        forget=accounts.forget_old_links,
    ),
    Chore(name="log", words="lines of the log", kept=LOGS_KEPT, due=audit.count_old, forget=audit.forget_old),
    Chore(
        name="works", words="reports of long work", kept=LOGS_KEPT, due=progress.count_old, forget=progress.forget_old
    ),
)
