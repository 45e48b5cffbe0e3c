"""What moderators decided about the comments of signatures."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition_comments",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "version_id", name=op.f("pk_petition_comments")),
    )
    op.create_index(
        "ix_petition_comments_state",
        "petition_comments",
        ["organisation_id", "activity_id", "state", "version_id"],
        unique=False,
    )
    # What was written before this table existed waits, too.
    op.execute("""
        INSERT INTO petition_comments (organisation_id, version_id, activity_id)
        SELECT v.organisation_id, v.id, v.activity_id FROM petitions t
        JOIN participation_versions v ON v.organisation_id = t.organisation_id AND v.activity_id = t.activity_id
        WHERE v.content ->> 'comment' <> ''""")


def downgrade() -> None:
    op.drop_index("ix_petition_comments_state", table_name="petition_comments")
    op.drop_table("petition_comments")
