"""What staff were reminded of about petitions."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition_reminders",
        sa.Column("activity_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("band", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_reminders_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_reminders")),
        sa.UniqueConstraint(
            "organisation_id", "what", "due_on", "activity_id", "band", name="uq_petition_reminders_once"
        ),
    )


def downgrade() -> None:
    op.drop_table("petition_reminders")
