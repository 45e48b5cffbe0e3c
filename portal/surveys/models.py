"""Questionnaires of surveys. Everything else about a survey is an activity's (participation)."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel


class QuestionnaireVersion(TenantModel, Base):
    """One questionnaire, whole. Published ones never change: each answer names the number it was given under, so that a
    survey can be edited while it is open. The one without `published_at` is the editors' draft."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "activity_id", "number", name="uq_questionnaire_versions_number"),
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_questionnaire_versions_activity",
        ),
    )

    activity_id: Mapped[int]
    number: Mapped[int]
    definition: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    edited_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    published_at: Mapped[dt.datetime | None]
