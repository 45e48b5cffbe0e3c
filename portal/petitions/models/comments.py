"""What was decided about the comments of signatures."""

import datetime as dt

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base


class Comment(Base):
    """One version of a signature that has a comment; the words stay in the version, so that whatever erases them there
    leaves nothing here. Written with the version, only where there are words, and without foreign keys, as versions are."""

    __tablename__ = "petition_comments"
    __table_args__ = (Index("ix_petition_comments_state", "organisation_id", "activity_id", "state", "version_id"),)

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int]
    state: Mapped[str] = mapped_column(server_default=text("'waiting'"))  # waiting, published, refused
    reason: Mapped[str | None]  # of the charter
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    decided_by: Mapped[int | None]
    decided_at: Mapped[dt.datetime | None]
