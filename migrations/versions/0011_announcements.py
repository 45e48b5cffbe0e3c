"""That an activity opened or closed is announced once per instant; what passed before this release was announced by nobody
and stays so."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PASSED = """
    INSERT INTO announcements (organisation_id, activity_id, what, happened_at)
    SELECT a.organisation_id, a.id, m.what, m.at FROM activities a
    CROSS JOIN LATERAL (VALUES ('opened', a.opens_at), ('closed', a.closes_at)) AS m(what, at)
    WHERE a.stage <> 'draft' AND m.at <= clock_timestamp()"""


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_announcements_activity",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "activity_id", "what", "happened_at", name=op.f("pk_announcements")),
    )
    op.execute(PASSED)


def downgrade() -> None:
    op.drop_table("announcements")
