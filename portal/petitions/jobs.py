"""What workers do for petitions."""

from portal.core import tenancy
from portal.petitions.service import recounting


def recount(organisation_id: int, work_id: int) -> None:
    """Count every signature again."""
    with tenancy.enter(organisation_id):
        recounting.recount(work_id)
