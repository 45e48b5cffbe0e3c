"""Taking signatures out as files: logged, marked in every row (R5), with names only for those who may read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from portal.core import audit, clock, jobs, progress, tables, tenancy
from portal.core.database import transactional
from portal.participation import books, labels
from portal.petitions.queries import exporting
from portal.territory import queries as territory

SHEET_KIND = "petition signatures"
JOB = "portal.petitions.jobs.write_book"
LARGE = 2_000


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file that was asked for, logged before a byte of it leaves."""

    activity_id: int
    has_names: bool
    mark: str


@transactional
def ask(activity_id: int, *, form: str, has_names: bool, purpose: str, user: str, actor_id: int | None) -> Export:
    """Log who takes the signatures out, in what form, with or without names, and what for."""
    audit.record(
        "signatures.exported",
        "activity",
        activity_id,
        actor_id=actor_id,
        format=form,
        has_names=has_names,
        purpose=purpose,
    )
    mark = books.watermark(purpose, user, clock.now())
    return Export(activity_id=activity_id, has_names=has_names, mark=mark)


def csv(export: Export) -> Iterator[str]:
    """The signatures as CSV, piece by piece."""
    return tables.csv_stream(header(export), rows(export))


@transactional
def ask_for_book(export: Export, total: int, actor_id: int | None) -> int:
    """Have a worker write an XLSX file. Returns the id of its progress."""
    progress_id = progress.begin(SHEET_KIND, total=total, asked_by=actor_id)
    row = tenancy.get(progress.Progress, progress_id)
    row.position = {"activity_id": export.activity_id, "has_names": export.has_names, "mark": export.mark}
    jobs.enqueue("bulk", JOB, tenancy.current_organisation_id(), progress_id)
    return progress_id


def write_book(export: Export, path: Path, progress_id: int | None = None) -> None:
    """The XLSX file. Raises progress.Cancelled when somebody stopped it."""
    told = books.telling(rows(export), progress_id)
    books.write(path, [("Signatures", header(export), told), ("Origin", ["origin"], [[export.mark]])])


def header(export: Export) -> list[str]:
    """Names of the columns."""
    who = [_("Name"), _("E-mail"), _("Postcode"), _("Name shown"), _("Comment")] if export.has_names else []
    facts = [_("Day"), _("State"), _("Certainty"), _("How it came"), _("Neighbourhood"), _("Language")]
    return [*facts, *who, _("Origin of this file")]


def rows(export: Export) -> Iterator[list[Any]]:
    """One line per signature; without names, nothing that somebody wrote."""
    zones = {zone_id: zone.name for zone_id, zone in territory.territory().by_id().items()}
    known: tuple[dict[Any, Any], ...] = (labels.PARTICIPATIONS, labels.ASSURANCES, labels.CHANNELS)
    states, assurances, channels = ({key: str(words) for key, words in each.items()} for each in known)
    shown = {True: _("Yes"), False: _("No")}
    for row in exporting.signatures(export.activity_id):
        day = row.counted_on.isoformat() if row.counted_on else ""
        facts = [day, states[row.state], assurances[row.assurance], channels[row.channel], zones.get(row.zone_id, "")]
        who = [row.name, row.address, row.postcode, shown[row.shows_name], row.comment] if export.has_names else []
        yield [*facts, row.language, *(cell or "" for cell in who), export.mark]
