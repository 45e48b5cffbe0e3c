"""Lists against fraud, crowds that were seen, and finding signatures by name."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition_guards",
        sa.Column("signatures_an_hour", sa.BigInteger(), server_default=sa.text("120"), nullable=False),
        sa.Column("holds_disposable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("holds_bursts", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("watched_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("signatures_an_hour > 0", name=op.f("ck_petition_guards_signatures_an_hour")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_guards_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_guards")),
        sa.UniqueConstraint("organisation_id", name="uq_petition_guards_organisation"),
    )
    op.create_table(
        "petition_guard_lines",
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_guard_lines_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_guard_lines")),
        sa.UniqueConstraint("organisation_id", "what", "value", name="uq_petition_guard_lines_value"),
    )
    op.create_table(
        "petition_bursts",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("work_id", sa.BigInteger(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", sa.BigInteger(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_bursts_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_bursts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_bursts")),
        sa.UniqueConstraint("organisation_id", "activity_id", "hour", "what", "value", name="uq_petition_bursts_hour"),
    )
    op.create_index(
        "ix_petition_bursts_open",
        "petition_bursts",
        ["organisation_id", "id"],
        postgresql_where=sa.text("looked_at IS NULL"),
    )
    op.create_index(
        "ix_participations_name",
        "participations",
        ["organisation_id", "activity_id", "name_hash", "id"],
        postgresql_where=sa.text("name_hash IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_participations_name", table_name="participations")
    op.drop_table("petition_bursts")
    op.drop_table("petition_guard_lines")
    op.drop_table("petition_guards")
