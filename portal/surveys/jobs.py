"""What workers do for surveys."""

from portal.core import progress, tenancy
from portal.core.database import transaction
from portal.participation import books
from portal.participation.queries import activities
from portal.surveys.queries.responses import Wanted
from portal.surveys.service import responses


def write_book(organisation_id: int, progress_id: int) -> None:
    """Write the XLSX file that somebody asked for. Running twice writes it twice; the last word is said once."""
    with tenancy.enter(organisation_id):
        row = tenancy.get(progress.Progress, progress_id)
        if row.finished_at is not None:
            return
        asked = row.position
        export = responses.Export(
            activity=activities.get(asked["activity_id"]),
            wanted=Wanted(zone_id=asked["zone_id"], assurance=asked["assurance"]),
            mark=asked["mark"],
        )
        try:
            with transaction():
                progress.advance(progress_id, 0)
            responses.write_book(export, books.path(progress_id), progress_id)
        except progress.Cancelled:
            progress.finish(progress_id, progress.State.CANCELLED, {})
        except Exception:
            progress.finish(progress_id, progress.State.FAILED, {})
            raise
        else:
            progress.finish(progress_id, progress.State.DONE, {"activity_id": asked["activity_id"]})
