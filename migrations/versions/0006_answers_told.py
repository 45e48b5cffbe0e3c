"""Who was told which answer, and the purpose for it; what came of a project as it was written; participations in order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PURPOSE = """
    INSERT INTO purposes (organisation_id, key, name, basis, position)
    SELECT id, 'answer', CAST(:names AS jsonb), CASE regime WHEN 'political' THEN 'explicit consent' ELSE 'consent' END, -1
    FROM organisations ON CONFLICT (organisation_id, key) DO NOTHING"""

NAMES = (
    '{"fr": "Ce que l’organisation répond, une fois qu’elle a décidé",'
    ' "en": "What the organisation answers, once it has decided"}'
)


def upgrade() -> None:
    op.create_table(
        "answers_told",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("answer_id", sa.BigInteger(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "answer_id"],
            ["official_answers.organisation_id", "official_answers.id"],
            name="fk_answers_told_answer",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "answer_id", "person_key", name=op.f("pk_answers_told")),
    )
    op.add_column("projects", sa.Column("outcome", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False))
    op.create_index("ix_participations_activity", "participations", ["organisation_id", "activity_id", "id"])
    op.execute(sa.text(PURPOSE).bindparams(names=NAMES))


def downgrade() -> None:
    op.drop_index("ix_participations_activity", "participations")
    op.drop_column("projects", "outcome")
    op.drop_table("answers_told")
