"""Petitions that came from other portals: their id there, what was promised there, and the number that was counted there."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tally_heads", sa.Column("elsewhere", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("petitions", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("petitions", sa.Column("source_id", sa.Text(), nullable=True))
    op.add_column("petitions", sa.Column("source_url", sa.Text(), nullable=True))
    op.add_column("petitions", sa.Column("source_digest", sa.LargeBinary(), nullable=True))
    op.add_column("petitions", sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_petitions_source",
        "petitions",
        ["organisation_id", "source", "source_id"],
        unique=True,
        postgresql_where=sa.text("source IS NOT NULL"),
    )
    op.add_column("petition_thresholds", sa.Column("source", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("petition_thresholds", "source")
    op.drop_index("ix_petitions_source", table_name="petitions")
    for name in ("imported_at", "source_digest", "source_url", "source_id", "source"):
        op.drop_column("petitions", name)
    op.drop_column("tally_heads", "elsewhere")
