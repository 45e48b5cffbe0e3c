"""Signatures on paper: sheets, their lines, and files that staff attach."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_attachments_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_attachments_organisation_id_name")),
    )
    op.create_table(
        "petition_sheets",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_reason", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_sheets_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "attachment_id"],
            ["attachments.organisation_id", "attachments.id"],
            name="fk_petition_sheets_attachment",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_sheets_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_sheets")),
    )
    op.create_index(
        "ix_petition_sheets_activity", "petition_sheets", ["organisation_id", "activity_id", "id"], unique=False
    )
    op.create_table(
        "petition_sheet_lines",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("sheet_id", sa.BigInteger(), nullable=False),
        sa.Column("participation_id", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "sheet_id"],
            ["petition_sheets.organisation_id", "petition_sheets.id"],
            name="fk_petition_sheet_lines_sheet",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_sheet_lines_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_sheet_lines")),
        sa.UniqueConstraint("organisation_id", "participation_id", name="uq_petition_sheet_lines_participation"),
    )
    op.create_index(
        "ix_petition_sheet_lines_activity",
        "petition_sheet_lines",
        ["organisation_id", "activity_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_petition_sheet_lines_sheet", "petition_sheet_lines", ["organisation_id", "sheet_id", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_petition_sheet_lines_sheet", table_name="petition_sheet_lines")
    op.drop_index("ix_petition_sheet_lines_activity", table_name="petition_sheet_lines")
    op.drop_table("petition_sheet_lines")
    op.drop_index("ix_petition_sheets_activity", table_name="petition_sheets")
    op.drop_table("petition_sheets")
    op.drop_table("attachments")
