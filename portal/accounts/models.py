"""Accounts of an organisation. A person with two organisations has two accounts: nothing crosses (R2)."""

import datetime as dt

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class User(TenantModel, Base):
    """Somebody who can sign in. `epoch` grows to end all their sessions at once."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("organisation_id", "email"), UniqueConstraint("public_id"))

    public_id: Mapped[str]
    email: Mapped[str]
    name: Mapped[str] = mapped_column(server_default=text("''"))
    role: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    epoch: Mapped[int] = mapped_column(server_default=text("1"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    signed_in_at: Mapped[dt.datetime | None]

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        """What the session keeps: nothing that says who, and nothing that survives `epoch`."""
        return f"{self.public_id}.{self.epoch}"


class SignInLink(TenantModel, Base):
    """A mailed link: thirty minutes, one use, by button. Only its digest is kept. It names an address, not an account:
    an account for an unknown address is made when the link is used, so asking tells nothing and leaves nothing."""

    __tablename__ = "sign_in_links"
    __table_args__ = (Index("ix_sign_in_links_digest", "organisation_id", "digest", unique=True),)

    email: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    next_path: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    used_at: Mapped[dt.datetime | None]
