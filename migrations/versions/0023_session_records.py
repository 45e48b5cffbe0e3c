"""What the council decided, version by version; who was told is told of more than answers."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition_session_records",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("milestone_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "milestone_id"],
            ["petition_milestones.organisation_id", "petition_milestones.id"],
            name="fk_petition_session_records_milestone",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_petition_session_records_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_session_records")),
        sa.UniqueConstraint("organisation_id", "milestone_id", "number", name="uq_petition_session_records_milestone"),
    )
    op.drop_constraint("fk_answers_told_answer", "answers_told", type_="foreignkey")
    op.rename_table("answers_told", "people_told")
    op.execute("ALTER TABLE people_told RENAME CONSTRAINT pk_answers_told TO pk_people_told")
    op.alter_column("people_told", "answer_id", new_column_name="subject_id")
    op.add_column("people_told", sa.Column("subject_type", sa.Text(), server_default="answer", nullable=False))
    op.alter_column("people_told", "subject_type", server_default=None)
    op.add_column("people_told", sa.Column("activity_id", sa.BigInteger(), nullable=True))
    op.execute("""
        UPDATE people_told t SET activity_id = o.activity_id FROM official_answers o
        WHERE o.organisation_id = t.organisation_id AND o.id = t.subject_id""")
    op.alter_column("people_told", "activity_id", nullable=False)
    op.drop_constraint("pk_people_told", "people_told", type_="primary")
    op.create_primary_key(
        "pk_people_told", "people_told", ["organisation_id", "subject_type", "subject_id", "person_key"]
    )
    op.create_foreign_key(
        "fk_people_told_activity",
        "people_told",
        "activities",
        ["organisation_id", "activity_id"],
        ["organisation_id", "id"],
    )


def downgrade() -> None:
    op.drop_constraint("fk_people_told_activity", "people_told", type_="foreignkey")
    op.execute("DELETE FROM people_told WHERE subject_type <> 'answer'")
    op.drop_constraint("pk_people_told", "people_told", type_="primary")
    op.drop_column("people_told", "activity_id")
    op.drop_column("people_told", "subject_type")
    op.alter_column("people_told", "subject_id", new_column_name="answer_id")
    op.rename_table("people_told", "answers_told")
    op.create_primary_key("pk_answers_told", "answers_told", ["organisation_id", "answer_id", "person_key"])
    op.create_foreign_key(
        "fk_answers_told_answer",
        "answers_told",
        "official_answers",
        ["organisation_id", "answer_id"],
        ["organisation_id", "id"],
    )
    op.drop_table("petition_session_records")
