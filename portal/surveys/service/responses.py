"""What staff do with responses: take them out as files, and set aside what must not count."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.core import audit, clock, jobs, progress, tables, tenancy
from portal.core.database import transactional
from portal.participation import books
from portal.participation.models import Activity
from portal.participation.service import changing
from portal.surveys import queries, sheets
from portal.surveys.queries import responses
from portal.surveys.queries.responses import Wanted

SHEET_KIND = "survey responses"
LARGE = 2_000
STEP = 500


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file that was asked for, logged before a byte of it leaves."""

    activity: Activity
    wanted: Wanted
    mark: str


@transactional
def ask(activity: Activity, wanted: Wanted, *, form: str, purpose: str, user: str, actor_id: int | None) -> Export:
    """Log who takes the responses out, in what form and what for (R5)."""
    filters = {name: value for name, value in vars(wanted).items() if value is not None}
    audit.record(
        "responses.exported",
        "activity",
        activity.id,
        actor_id=actor_id,
        format=form,
        purpose=purpose,
        filter=filters,
    )
    return Export(activity=activity, wanted=wanted, mark=books.watermark(purpose, user, clock.now()))


def csv(export: Export) -> Iterator[str]:
    """The responses as CSV, piece by piece."""
    chosen = sheets.columns(queries.published_forms(export.activity.id))
    found = responses.every(export.activity, export.wanted)
    return tables.csv_stream(sheets.header(chosen), sheets.rows(found, chosen, export.mark))


def code_book(activity: Activity) -> Iterator[str]:
    """What the columns mean, as CSV."""
    published = queries.published_forms(activity.id)
    return tables.csv_stream(sheets.book_header(), sheets.code_book(published, sheets.columns(published)))


def json_lines(export: Export) -> Iterator[str]:
    """One JSON document, piece by piece: where it comes from, the code book, the responses."""
    published = queries.published_forms(export.activity.id)
    book = [dict(zip(("column", "question", "type", "values", "versions"), line, strict=True))
            for line in sheets.code_book(published, sheets.columns(published))]  # fmt: skip
    yield f'{{"origin": {_json(export.mark)}, "code_book": {_json(book)}, "responses": ['
    for number, document in enumerate(sheets.documents(responses.every(export.activity, export.wanted))):
        yield (",\n" if number else "\n") + _json(document)
    yield "\n]}\n"


@transactional
def ask_for_book(export: Export, total: int, actor_id: int | None) -> int:
    """Have a worker write an XLSX file. Returns the id of its progress."""
    progress_id = progress.begin(SHEET_KIND, total=total, asked_by=actor_id)
    row = tenancy.get(progress.Progress, progress_id)
    row.position = {
        "activity_id": export.activity.id,
        "mark": export.mark,
        "zone_id": export.wanted.zone_id,
        "assurance": export.wanted.assurance,
    }
    organisation_id = tenancy.current_organisation_id()
    jobs.enqueue("bulk", "portal.surveys.jobs.write_book", organisation_id, progress_id)
    return progress_id


def write_book(export: Export, path: Path, progress_id: int | None = None) -> None:
    """The XLSX file: responses, code book, origin. Raises progress.Cancelled when somebody stopped it."""
    published = queries.published_forms(export.activity.id)
    chosen = sheets.columns(published)
    found = sheets.rows(responses.every(export.activity, export.wanted), chosen, export.mark)
    books.write(
        path,
        [
            ("Responses", sheets.header(chosen), books.telling(found, progress_id, STEP)),
            ("Code book", sheets.book_header(), sheets.code_book(published, chosen)),
            ("Origin", ["origin"], [[export.mark]]),
        ],
    )


@transactional
def invalidate(activity: Activity, ids: Sequence[int], *, reason: str, actor_id: int | None) -> int:
    """Set participations of this survey aside; their receipts say why. Returns how many changed. An anonymous ballot
    cannot be found again: AlreadyOver."""
    mine = [participation_id for participation_id in ids if responses.find(activity, str(participation_id))]
    count = sum(changing.invalidate(participation_id, reason) for participation_id in sorted(mine))
    if count:
        audit.record(
            "responses.invalidated", "activity", activity.id, actor_id=actor_id, count=count, reason=reason, ids=mine
        )
    return count


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
