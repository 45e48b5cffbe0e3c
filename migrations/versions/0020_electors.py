"""The register of electors, as keyed hashes, and who signed which statutory petition in a quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "elector_registers",
        sa.Column("electors", sa.BigInteger(), nullable=False),
        sa.Column("undertaking", sa.Text(), nullable=False),
        sa.Column("undertaken_on", sa.Date(), nullable=False),
        sa.Column("purge_on", sa.Date(), nullable=False),
        sa.Column("is_current", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_elector_registers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_elector_registers")),
    )
    op.create_table(
        "electors",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("register_id", sa.BigInteger(), nullable=False),
        sa.Column("spelling_hash", sa.LargeBinary(), nullable=False),
        sa.Column("elector_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "register_id"],
            ["elector_registers.organisation_id", "elector_registers.id"],
            name="fk_electors_register",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "register_id", "spelling_hash", name=op.f("pk_electors")),
    )
    op.create_table(
        "petition_elector_claims",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("elector_hash", sa.LargeBinary(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("participation_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_elector_claims_activity",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "elector_hash", "quarter", name=op.f("pk_petition_elector_claims")),
    )
    op.create_index(
        "ix_petition_elector_claims_participation",
        "petition_elector_claims",
        ["organisation_id", "participation_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_petition_elector_claims_participation", table_name="petition_elector_claims")
    op.drop_table("petition_elector_claims")
    op.drop_table("electors")
    op.drop_table("elector_registers")
