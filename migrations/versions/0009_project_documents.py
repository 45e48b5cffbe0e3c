"""Documents of a project; and its zone is one of the same organisation, which only the form saw to before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ZONE = ("organisation_id", "zone_id")


def upgrade() -> None:
    op.add_column(
        "projects",
        sa.Column("documents", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.create_foreign_key("fk_projects_zone", "projects", "zones", list(ZONE), ["organisation_id", "id"])


def downgrade() -> None:
    op.drop_constraint("fk_projects_zone", "projects", type_="foreignkey")
    op.drop_column("projects", "documents")
