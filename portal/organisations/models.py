"""The one table above all tenants."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Identity, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.core.database import Base


class Organisation(Base):
    """A tenant. `identity` holds what its pages look like, `legal` what its notices say; both plain JSON of known keys
    (see organisations/rules.py)."""

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("host"),
        CheckConstraint("regime IN ('public', 'political')", name="regime"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(server_default=text("''"))
    host: Mapped[str]
    regime: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{fr,en}'"))
    time_zone: Mapped[str] = mapped_column(server_default=text("'Europe/Paris'"))
    modules: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{surveys,petitions,contacts}'"))
    mail_from: Mapped[str | None]
    identity: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    legal: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    inhabitants: Mapped[int | None]
    electors: Mapped[int | None]  # on the roll: what statutory petitions are a share of
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
