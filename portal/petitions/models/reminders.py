"""What staff were reminded of."""

import datetime as dt

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class Reminder(TenantModel, Base):
    """That staff were reminded of something once: the row and the letters are written together.

    `what` is "moderation" or a step of a clock, `band` soon or late; "day" (without an activity) says that a day was looked at.
    """

    __tablename__ = "petition_reminders"
    __table_args__ = (
        UniqueConstraint("organisation_id", "what", "due_on", "activity_id", "band", name="uq_petition_reminders_once"),
    )

    activity_id: Mapped[int] = mapped_column(server_default=text("0"))
    what: Mapped[str]
    due_on: Mapped[dt.date]
    band: Mapped[str] = mapped_column(server_default=text("''"))
    reminded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
