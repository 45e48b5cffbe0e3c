"""What workers do for participation."""

from portal.core import tenancy
from portal.participation.service import setting_aside


def set_aside(organisation_id: int, work_id: int) -> None:
    """Set many aside, or put them back, as far as it is not done yet."""
    with tenancy.enter(organisation_id):
        setting_aside.carry_on(work_id)
