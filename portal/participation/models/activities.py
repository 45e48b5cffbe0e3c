"""Projects, the activities people take part in, and what the organisation answered."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Base
from portal.core.tenancy import TenantModel
from portal.participation.rules import states

SEARCH = "portal_search(title, summary, body)"  # the base keeps it up to date; see migration 0003
LIKENESS = "portal_likeness(title)"  # migration 0016


class Project(TenantModel, Base):
    """A subject that officials lead: why, when, where, and what came of it."""

    __tablename__ = "projects"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        ForeignKeyConstraint(
            ["organisation_id", "zone_id"], ["zones.organisation_id", "zones.id"], name="fk_projects_zone"
        ),
        Index("ix_projects_search", "search", postgresql_using="gin"),
    )

    slug: Mapped[str]
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    body: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    body_html: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    outcome: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    outcome_html: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    timeline: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    documents: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    zone_id: Mapped[int | None]
    is_published: Mapped[bool] = mapped_column(server_default=text("true"))
    search: Mapped[str | None] = mapped_column(TSVECTOR, Computed(SEARCH, persisted=True), deferred=True)
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class Activity(TenantModel, Base):
    """One thing people take part in. Its state is a function of `stage`, the two instants and the database's clock."""

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        ForeignKeyConstraint(
            ["organisation_id", "project_id"], ["projects.organisation_id", "projects.id"], name="fk_activities_project"
        ),
        ForeignKeyConstraint(
            ["organisation_id", "zone_id"], ["zones.organisation_id", "zones.id"], name="fk_activities_zone"
        ),
        CheckConstraint("closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at", name="dates"),
        Index("ix_activities_dates", "organisation_id", "stage", "opens_at", "closes_at"),
        Index("ix_activities_search", "search", postgresql_using="gin"),
        Index("ix_activities_likeness", "likeness", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    )

    kind: Mapped[str]
    slug: Mapped[str]
    project_id: Mapped[int | None]
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    body: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    body_html: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    stage: Mapped[str] = mapped_column(server_default=states.Stage.DRAFT)
    opens_at: Mapped[dt.datetime | None]
    closes_at: Mapped[dt.datetime | None]
    withdrawn_reason: Mapped[str | None]
    access: Mapped[str] = mapped_column(server_default=states.AccessLevel.EMAIL)
    is_anonymous: Mapped[bool] = mapped_column(server_default=text("false"))
    results: Mapped[str] = mapped_column(server_default=states.ResultsVisibility.LIVE)
    zone_id: Mapped[int | None]
    asks_zone: Mapped[bool] = mapped_column(server_default=text("true"))
    seats: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    themes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    answer_due_on: Mapped[dt.date | None]
    notice: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    embed_origins: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    publishes_responses: Mapped[bool] = mapped_column(server_default=text("false"))
    search: Mapped[str | None] = mapped_column(TSVECTOR, Computed(SEARCH, persisted=True), deferred=True)
    likeness: Mapped[list[int] | None] = mapped_column(
        ARRAY(BigInteger), Computed(LIKENESS, persisted=True), deferred=True
    )
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_by: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))

    def state_at(self, now: dt.datetime) -> states.ActivityState:
        """What people see at this instant of the database's clock."""
        return states.state_of(states.Stage(self.stage), self.opens_at, self.closes_at, now)


class OfficialAnswer(TenantModel, Base):
    """What the organisation decided, said once per version to everybody who asked to be told."""

    __tablename__ = "official_answers"
    __table_args__ = (
        UniqueConstraint("organisation_id", "activity_id", "number"),
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_official_answers_activity",
        ),
    )

    activity_id: Mapped[int]
    number: Mapped[int]
    decision: Mapped[str]
    author: Mapped[str]
    title: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'"))
    body: Mapped[dict[str, str]]
    body_html: Mapped[dict[str, str]]
    documents: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    published_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class PersonTold(Base):
    """That a person was told one version of an answer, or of a step towards it. The row and the letter are written together,
    so never twice. `subject_type` is "answer", or what the feature that has such a step calls it."""

    __tablename__ = "people_told"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_people_told_activity",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    activity_id: Mapped[int]
    told_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class AnswerWish(Base):
    """The address of somebody who asked to be told an answer that was not there yet when participations lost theirs.

    It stands alone: no participation and no word of what was said can be found from it, nor it from them.
    """

    __tablename__ = "answer_wishes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_answer_wishes_activity",
        ),
        Index("ix_answer_wishes_person", "organisation_id", "person_key"),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    address: Mapped[str]
    language: Mapped[str]
    asked_on: Mapped[dt.date]


class Announcement(Base):
    """That it was told that an activity opened or closed at an instant. The row and the event are written together."""

    __tablename__ = "announcements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_announcements_activity",
        ),
    )

    organisation_id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    happened_at: Mapped[dt.datetime] = mapped_column(primary_key=True)
    announced_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
