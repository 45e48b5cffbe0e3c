"""The register of electors, as keyed hashes only, and who signed which statutory petition in a quarter."""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class ElectorRegister(TenantModel, Base):
    """One import of a roll: how many electors it has, under which undertaking, and until when (L37)."""

    __tablename__ = "elector_registers"

    electors: Mapped[int]
    undertaking: Mapped[str]
    undertaken_on: Mapped[dt.date]
    purge_on: Mapped[dt.date]
    is_current: Mapped[bool] = mapped_column(server_default=text("false"))
    imported_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class Elector(Base):
    """A way to write an elector, and the elector: two keyed hashes, and nothing else of the roll."""

    __tablename__ = "electors"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "register_id"],
            ["elector_registers.organisation_id", "elector_registers.id"],
            name="fk_electors_register",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(primary_key=True)
    spelling_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    elector_hash: Mapped[bytes] = mapped_column(LargeBinary)


class ElectorClaim(Base):
    """That an elector signed a statutory petition in a quarter: the key lets nobody sign two (CGCT L1112-16)."""

    __tablename__ = "petition_elector_claims"
    __table_args__ = (
        Index("ix_petition_elector_claims_participation", "organisation_id", "participation_id"),
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_elector_claims_activity",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    elector_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    quarter: Mapped[dt.date] = mapped_column(primary_key=True)
    activity_id: Mapped[int]
    participation_id: Mapped[int] = mapped_column(BigInteger)
