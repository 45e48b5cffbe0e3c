"""The ledger of consents (R7). Rows are only added: a trigger refuses everything else, but the blanking of an erasure.

What holds now is the view `consent_states` over these events.
"""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class ConsentEvent(TenantModel, Base):
    """Somebody agreed, refused, withdrew, objected…: to what, in which words, how, and what shows it.

    `contact_id` is empty once the person was erased: the event then only counts. `origin` names what it was made from (a
    tick), so that nothing is written twice.
    """

    __tablename__ = "consent_events"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contacts.organisation_id", "contacts.id"],
            name="fk_consent_events_contact",
        ),
        ForeignKeyConstraint(
            ["organisation_id", "purpose_id"],
            ["purposes.organisation_id", "purposes.id"],
            name="fk_consent_events_purpose",
        ),
        ForeignKeyConstraint(
            ["organisation_id", "wording_id"],
            ["wordings.organisation_id", "wordings.id"],
            name="fk_consent_events_wording",
        ),
        ForeignKeyConstraint(
            ["organisation_id", "notice_id"],
            ["wordings.organisation_id", "wordings.id"],
            name="fk_consent_events_notice",
        ),
        CheckConstraint(
            "event IN ('granted', 'refused', 'withdrawn', 'objected', 'expired', 'reconfirmed')", name="event"
        ),
        CheckConstraint("channel IN ('email', 'sms', 'phone', 'post')", name="channel"),
        Index(
            "ix_consent_events_state",
            "organisation_id",
            "contact_id",
            "purpose_id",
            "channel",
            text("happened_at DESC"),
            text("id DESC"),
        ),
        Index("uq_consent_events_origin", "organisation_id", "origin_type", "origin_id", unique=True),
    )

    contact_id: Mapped[int | None]
    purpose_id: Mapped[int]
    channel: Mapped[str]
    event: Mapped[str]
    basis: Mapped[str]
    happened_at: Mapped[dt.datetime]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    wording_id: Mapped[int | None]
    notice_id: Mapped[int | None]
    form: Mapped[str]
    form_version: Mapped[str | None]
    language: Mapped[str]
    method: Mapped[str]
    evidence: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    origin_type: Mapped[str | None]
    origin_id: Mapped[int | None]
