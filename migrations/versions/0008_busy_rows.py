"""Rows that residents write by the thousand no longer lock the organisation's, the activity's or a purpose's one row."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DROPPED = (
    ("outbox", "fk_outbox_organisation_id", ("organisation_id",), "organisations", ("id",)),
    ("letters", "fk_letters_organisation_id", ("organisation_id",), "organisations", ("id",)),
    ("participations", "fk_participations_organisation_id", ("organisation_id",), "organisations", ("id",)),
    (
        "participations",
        "fk_participations_activity",
        ("organisation_id", "activity_id"),
        "activities",
        ("organisation_id", "id"),
    ),
    (
        "participation_versions",
        "fk_participation_versions_organisation_id",
        ("organisation_id",),
        "organisations",
        ("id",),
    ),
    ("ticks", "fk_ticks_organisation_id", ("organisation_id",), "organisations", ("id",)),
    ("ticks", "fk_ticks_purpose", ("organisation_id", "purpose_id"), "purposes", ("organisation_id", "id")),
    ("ticks", "fk_ticks_wording", ("organisation_id", "wording_id"), "wordings", ("organisation_id", "id")),
    ("ticks", "fk_ticks_notice", ("organisation_id", "notice_id"), "wordings", ("organisation_id", "id")),
)


def upgrade() -> None:
    for table, name, *_ in DROPPED:
        op.drop_constraint(name, table, type_="foreignkey")


def downgrade() -> None:
    for table, name, columns, parent, parent_columns in DROPPED:
        op.create_foreign_key(name, table, parent, list(columns), list(parent_columns))
