"""Long work that says when it last moved, so that it is taken up again; and which work set a participation aside."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("progress", sa.Column("moved_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_progress_unfinished", "progress", ["created_at"], postgresql_where=sa.text("finished_at IS NULL")
    )
    op.add_column("participations", sa.Column("set_aside_by", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("participations", "set_aside_by")
    op.drop_index("ix_progress_unfinished", "progress")
    op.drop_column("progress", "moved_at")
