"""Taking petitions of other portals in: found again by their id there, so that a second import changes only what changed."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from portal.core import progress
from portal.core.database import transaction
from portal.core.errors import Refused
from portal.participation import notices
from portal.petitions.importing import files, keeping, portals
from portal.petitions.importing.files import Line, UnreadableFile
from portal.petitions.importing.keeping import Fate
from portal.petitions.importing.portals import Format
from portal.petitions.importing.reports import Report
from portal.petitions.importing.shapes import Code, WrongLine

BATCH = 100

Tell = Callable[[int, int], None]
"""Called with how many lines are done, of how many."""


def import_petitions(content: bytes, *, actor_id: int | None = None, tell: Tell | None = None) -> Report:
    """Take every line of a file in, in batches that each commit. Raises Refused for a file that is not understood, and
    while the organisation has not said who it is."""
    if notices.missing():
        raise Refused(_("The organisation must say who it is before petitions may open here: see the settings."))
    lines, understood = _read(content)
    report, seen = Report(), set[tuple[str, str]]()
    progress_id = progress.begin("petitions", total=len(lines), asked_by=actor_id)
    try:
        for start in range(0, len(lines), BATCH):
            with transaction():
                _take(lines[start : start + BATCH], understood, report, seen, actor_id)
                progress.advance(progress_id, report.read)
            if tell is not None:
                tell(report.read, len(lines))
    except progress.Cancelled:
        report.is_cancelled = True
    except BaseException:
        progress.finish(progress_id, progress.State.FAILED, report.as_json())
        raise
    state = progress.State.CANCELLED if report.is_cancelled else progress.State.DONE
    progress.finish(progress_id, state, report.as_json())
    return report


def _read(content: bytes) -> tuple[list[Line], Format]:
    try:
        lines = files.read(content)
    except UnreadableFile as error:
        raise Refused(_("This file cannot be read.")) from error
    understood = portals.find(lines[0][1]) if lines else None
    if understood is None:
        raise Refused(_("No petition was found in this file: its columns are those of no portal that is known here."))
    return lines, understood


def _take(
    lines: Sequence[Line], understood: Format, report: Report, seen: set[tuple[str, str]], actor_id: int | None
) -> None:
    for number, says in lines:
        report.read += 1
        try:
            past = understood.read(says)
            if (past.source, past.source_id) in seen:
                raise WrongLine(Code.TWICE, past.source_id)
        except WrongLine as wrong:
            report.refuse(number, wrong)
            continue
        seen.add((past.source, past.source_id))
        fate = keeping.keep(past, actor_id=actor_id)
        report.added += fate is Fate.ADDED
        report.changed += fate is Fate.CHANGED
        report.unchanged += fate is Fate.SAME
