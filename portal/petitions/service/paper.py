"""Signatures on paper: each line is a participation, typed from a sheet (channel and assurance `paper`)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.core import attachments, audit, clock, languages, tenancy
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.queries import paper as people
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import identity, states
from portal.participation.service import changing, importing, keys
from portal.participation.service import paper as participations
from portal.participation.service.acts import Submission
from portal.participation.service.importing import Fate, PastAct
from portal.petitions import queries
from portal.petitions.models import PaperLine, PaperSheet
from portal.petitions.queries import paper
from portal.petitions.rules import paper as rules
from portal.petitions.rules.states import Standing
from portal.petitions.service import electors

NOON = dt.time(12)


@dataclass(frozen=True, kw_only=True)
class NewSheet:
    """What is known of a sheet when it comes in; `scan` is the file's content."""

    received_on: dt.date
    place: str = ""
    note: str = ""
    scan: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Written:
    """One line, read without problems; `elector` as in `signing.Signature`."""

    submission_id: uuid.UUID
    name: str
    place: str
    zone_id: int | None = None
    elector: str = ""


@dataclass(frozen=True)
class Entered:
    """What became of lines: how many count now, and who was on which sheet already (None: nobody knows any more)."""

    counted: int
    known: tuple[tuple[str, int | None], ...]


@transactional
def add_sheet(activity: ActivityCard, new: NewSheet, *, actor_id: int | None) -> PaperSheet:
    """Take a sheet in. Raises Refused for a petition that never opened or a day that cannot be, WrongFile."""
    _refuse_never_accepted(activity.id)
    _refuse_wrong_day(activity, new.received_on)
    row = PaperSheet(
        activity_id=activity.id,
        received_on=new.received_on,
        place=new.place,
        note=new.note,
        attachment_id=attachments.keep(new.scan, actor_id=actor_id) if new.scan else None,
        created_by=actor_id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("petition.sheet_added", "activity", activity.id, actor_id=actor_id, sheet=row.id)
    return row


@transactional
def attach_scan(activity_id: int, sheet_id: int, scan: bytes, *, actor_id: int | None) -> None:
    """Put a scan beside a sheet, in the place of an older one. Raises NotFound, WrongFile."""
    row = paper.locked_sheet(activity_id, sheet_id)
    before = row.attachment_id
    row.attachment_id = attachments.keep(scan, actor_id=actor_id)
    db.session.flush()
    if before is not None:
        attachments.remove(before)
    audit.record("petition.sheet_scanned", "activity", activity_id, actor_id=actor_id, sheet=sheet_id)


@transactional
def enter(activity: ActivityCard, sheet_id: int, lines: Sequence[Written]) -> Entered:
    """Count the lines of a sheet; somebody who is on a sheet of this petition already stays as they are.

    The same form sent twice changes nothing. Raises NotFound, Refused for a sheet that was set aside.
    """
    sheet = paper.locked_sheet(activity.id, sheet_id)
    if sheet.set_aside_at is not None:
        raise Refused(_("This sheet was set aside: nothing more is typed from it."))
    happened_at = _instant(sheet.received_on)
    past = [
        PastAct(submission=submission(line), happened_at=happened_at, key=(key, identity.PAPER_KEY))
        for line in lines
        for key in [keys.paper_key(line.name, line.place)]
    ]
    fates = importing.record_many(activity, past)
    known = []
    for act, fate in zip(past, fates, strict=True):
        found = people.id_by_key(activity.id, act.key[0]) if act.key else None
        if fate is Fate.COUNTED and found is not None:
            db.session.add(PaperLine(activity_id=activity.id, sheet_id=sheet_id, participation_id=found))
            electors.settle(found)
        elif fate is not Fate.SAME:
            known.append((act.submission.content["name"], paper.sheet_of(found) if found else None))
    db.session.flush()
    return Entered(sum(fate is Fate.COUNTED for fate in fates), tuple(known))


@transactional
def correct(
    activity: ActivityCard, sheet_id: int, participation_id: int, line: Written, *, actor_id: int | None
) -> None:
    """Type a line anew. Raises NotFound, Known, Refused."""
    paper.line(sheet_id, participation_id)
    participations.correct(activity, participation_id, submission(line), line.place)
    electors.settle(participation_id)
    audit.record("petition.line_corrected", "activity", activity.id, actor_id=actor_id, sheet=sheet_id)


@transactional
def remove(activity_id: int, sheet_id: int, participation_id: int, *, actor_id: int | None) -> None:
    """Take a line out that is not on the sheet. Whoever it named may be read from another one. Raises NotFound."""
    paper.sheet(activity_id, sheet_id)
    paper.line(sheet_id, participation_id)
    if participations.take_out(activity_id, participation_id, _("This line was typed by mistake.")):
        audit.record("petition.line_removed", "activity", activity_id, actor_id=actor_id, sheet=sheet_id)


@transactional
def set_sheet_aside(activity_id: int, sheet_id: int, reason: str, *, actor_id: int | None) -> int:
    """Find that nothing of a sheet counts; its people may be read from another one. Returns how many lines it took out."""
    sheet = paper.locked_sheet(activity_id, sheet_id)
    if sheet.set_aside_at is not None:
        return 0
    sheet.set_aside_at, sheet.set_aside_reason = clock.database_now(), reason
    count = sum(participations.take_out(activity_id, each, reason) for each in paper.counted_ids(sheet_id))
    audit.record(
        "petition.sheet_set_aside",
        "activity",
        activity_id,
        actor_id=actor_id,
        sheet=sheet_id,
        count=count,
        reason=reason,
    )
    return count


@transactional
def keep_both(activity_id: int, participation_id: int, *, actor_id: int | None) -> None:
    """Find that a line is somebody else than those who are like it. Raises NotFound."""
    paper.find_line(activity_id, participation_id).kept_at = clock.database_now()
    audit.record("petition.double_kept", "activity", activity_id, actor_id=actor_id, participation=participation_id)


@transactional
def set_double_aside(activity_id: int, participation_id: int, *, actor_id: int | None) -> None:
    """Find that a line is somebody who signed elsewhere too: the paper does not count. Raises NotFound."""
    paper.find_line(activity_id, participation_id)
    if changing.invalidate(participation_id, _("The same person signed elsewhere too.")):
        audit.record(
            "petition.double_set_aside", "activity", activity_id, actor_id=actor_id, participation=participation_id
        )


def submission(line: Written) -> Submission:
    """A line as participation records it."""
    postcode = rules.postcode_in(line.place)
    said = {"name": line.name, "postcode": postcode, "shows_name": False}
    more = {"address": line.place if line.place != postcode else "", "elector": line.elector}
    return Submission(
        submission_id=line.submission_id,
        content=said | {name: words for name, words in more.items() if words},
        marks=[],
        zone_id=line.zone_id,
        language=languages.current(),
        channel=states.Channel.PAPER,
        assurance=states.Assurance.PAPER,
    )


def _refuse_never_accepted(activity_id: int) -> None:
    if queries.petition(activity_id).standing != Standing.ACCEPTED:
        raise Refused(_("Only a petition that was accepted takes signatures."))


def _refuse_wrong_day(activity: ActivityCard, received_on: dt.date) -> None:
    zone = tenancy.card(tenancy.current_organisation_id()).time_zone
    closes_on = clock.day_in(zone, activity.closes_at) if activity.closes_at else None
    wrong = rules.wrong_day(received_on, today=clock.day_in(zone, clock.now()), closes_on=closes_on)
    if wrong is rules.WrongDay.LATER:
        raise Refused(_("This day is still to come."))
    if wrong is rules.WrongDay.AFTER_CLOSING:
        raise Refused(_("The petition was closed by then: sheets that came in later do not count."))


def _instant(day: dt.date) -> dt.datetime:
    """Noon of that day here, or now where that is still to come."""
    zone = tenancy.card(tenancy.current_organisation_id()).time_zone
    return min(dt.datetime.combine(day, NOON, tzinfo=ZoneInfo(zone)), clock.now())
