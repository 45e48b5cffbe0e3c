"""What the council decided about a petition."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("petition_milestones", sa.Column("session_decision", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("petition_milestones", "session_decision")
