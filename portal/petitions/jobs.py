"""What workers do for petitions."""

from portal.core import progress, tenancy
from portal.core.database import transaction
from portal.participation import books
from portal.petitions.service import exporting, recounting
from portal.petitions.service.exporting import Export


def write_book(organisation_id: int, progress_id: int) -> None:
    """Write the XLSX file that somebody asked for. Running twice writes it twice; the last word is said once."""
    with tenancy.enter(organisation_id):
        row = tenancy.get(progress.Progress, progress_id)
        if row.finished_at is not None:
            return
        asked = Export(**row.position)
        try:
            with transaction():
                progress.advance(progress_id, 0)
            exporting.write_book(asked, books.path(progress_id), progress_id)
        except progress.Cancelled:
            progress.finish(progress_id, progress.State.CANCELLED, {})
        except Exception:
            progress.finish(progress_id, progress.State.FAILED, {})
            raise
        else:
            progress.finish(progress_id, progress.State.DONE, {"activity_id": asked.activity_id})


def recount(organisation_id: int, work_id: int) -> None:
    """Count every signature again."""
    with tenancy.enter(organisation_id):
        recounting.recount(work_id)
