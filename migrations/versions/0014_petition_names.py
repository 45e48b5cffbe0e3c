"""The names that people show under a petition are found without reading the signatures of those who do not."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAME = "ix_participation_versions_names"
WHERE = sa.text("content ->> 'shows_name' = 'true'")


def upgrade() -> None:
    op.create_index(
        NAME, "participation_versions", ["organisation_id", "activity_id", "id"], unique=False, postgresql_where=WHERE
    )


def downgrade() -> None:
    op.drop_index(NAME, table_name="participation_versions", postgresql_where=WHERE)
