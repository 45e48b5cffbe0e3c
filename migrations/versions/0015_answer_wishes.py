"""Whoever asked to be told an answer keeps an address apart for that, when participations lose theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_wishes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_answer_wishes_activity",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "activity_id", "person_key", name=op.f("pk_answer_wishes")),
    )
    op.create_index("ix_answer_wishes_person", "answer_wishes", ["organisation_id", "person_key"])


def downgrade() -> None:
    op.drop_table("answer_wishes")
