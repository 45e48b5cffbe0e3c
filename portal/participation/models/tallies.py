"""Stored counts. A batch of events moves them under the lock of their heads; no request ever does."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base


class TallyHead(Base):
    """One activity's totals, and the version that tells readers whether anything moved."""

    __tablename__ = "tally_heads"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_tally_heads_activity",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(server_default=text("0"))
    counted: Mapped[int] = mapped_column(server_default=text("0"))
    pending: Mapped[int] = mapped_column(server_default=text("0"))
    elsewhere: Mapped[int] = mapped_column(server_default=text("0"))  # before it came here: no person, no receipt
    moved_at: Mapped[dt.datetime | None]


class TallyCell(Base):
    """How many counted participations bear a mark, by zone (0: none given) and assurance; sums where it is a number.

    The mark `` (empty) is borne by every participation.
    """

    __tablename__ = "tally_cells"

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(primary_key=True)
    assurance: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
    total: Mapped[Decimal] = mapped_column(Numeric, server_default=text("0"))
    squares: Mapped[Decimal] = mapped_column(Numeric, server_default=text("0"))


class TallyDay(Base):
    """How many participations count since a day (the organisation's calendar)."""

    __tablename__ = "tally_days"

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    n: Mapped[int]
