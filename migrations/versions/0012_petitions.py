"""Petitions; two people of one mailbox, traces kept apart, and participations that wait for staff."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Who decided what about a petition is only ever added to.
GUARD = """
    CREATE FUNCTION petition_decisions_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'petition_decisions is only ever added to';
    END $$"""
MODULES = "'{surveys,petitions,contacts}'"


def upgrade() -> None:
    op.create_table(
        "participation_traces",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("participation_id", sa.BigInteger(), nullable=False),
        sa.Column("network", postgresql.INET(), nullable=True),
        sa.Column("mail_domain", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "activity_id", "version_id", name=op.f("pk_participation_traces")),
    )
    op.create_index(
        "ix_participation_traces_domain",
        "participation_traces",
        ["organisation_id", "activity_id", "mail_domain", "version_id"],
        unique=False,
    )
    op.create_index(
        "ix_participation_traces_network",
        "participation_traces",
        ["organisation_id", "activity_id", "network", "version_id"],
        unique=False,
    )
    op.create_table(
        "petition_thresholds",
        sa.Column("label", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("promise", sa.Text(), server_default="answer", nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("one_in", sa.SmallInteger(), nullable=True),
        sa.Column("acknowledge_days", sa.SmallInteger(), server_default=sa.text("15"), nullable=False),
        sa.Column("answer_days", sa.SmallInteger(), server_default=sa.text("60"), nullable=False),
        sa.Column("is_statutory", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("(number IS NULL) <> (one_in IS NULL)", name=op.f("ck_petition_thresholds_target")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_thresholds_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_thresholds")),
    )
    op.create_table(
        "petition_decisions",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column(
            "decided_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_decisions_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_decisions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_decisions")),
    )
    op.create_index(
        "ix_petition_decisions_activity", "petition_decisions", ["organisation_id", "activity_id", "id"], unique=False
    )
    op.create_table(
        "petition_milestones",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("threshold_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reverted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_note", sa.Text(), nullable=True),
        sa.Column("session_on", sa.Date(), nullable=True),
        sa.Column("session_note", sa.Text(), nullable=True),
        sa.Column("session_url", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_milestones_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "threshold_id"],
            ["petition_thresholds.organisation_id", "petition_thresholds.id"],
            name="fk_petition_milestones_threshold",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_milestones_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_milestones")),
        sa.UniqueConstraint("organisation_id", "activity_id", "threshold_id", name="uq_petition_milestones_threshold"),
    )
    op.create_table(
        "petition_sponsors",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("link_digest", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("zone_id", sa.BigInteger(), nullable=True),
        sa.Column("shows_name", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("language", sa.Text(), server_default=sa.text("'fr'"), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_sponsors_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_sponsors_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_sponsors")),
        sa.UniqueConstraint("organisation_id", "activity_id", "person_key", name="uq_petition_sponsors_person"),
    )
    op.create_index(
        "ix_petition_sponsors_link",
        "petition_sponsors",
        ["organisation_id", "link_digest"],
        unique=True,
        postgresql_where=sa.text("link_digest IS NOT NULL"),
    )
    op.create_table(
        "petition_updates",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("is_by_author", sa.Boolean(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default=sa.text("'fr'"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petition_updates_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_petition_updates_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petition_updates")),
    )
    op.create_index(
        "ix_petition_updates_activity", "petition_updates", ["organisation_id", "activity_id", "id"], unique=False
    )
    op.create_index(
        "ix_petition_updates_waiting",
        "petition_updates",
        ["organisation_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "petitions",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.Text(), server_default="draft", nullable=False),
        sa.Column("is_by_staff", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_statutory", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("electors", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.Text(), server_default=sa.text("'fr'"), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("author_address", sa.Text(), nullable=True),
        sa.Column("author_key", sa.LargeBinary(), nullable=True),
        sa.Column("author_postcode", sa.Text(), nullable=True),
        sa.Column("author_zone_id", sa.BigInteger(), nullable=True),
        sa.Column("author_shows_name", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("author_digest", sa.LargeBinary(), nullable=True),
        sa.Column("author_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sponsor_digest", sa.LargeBinary(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_note", sa.Text(), nullable=True),
        sa.Column("is_text_hidden", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("opinion_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion_asked_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_petitions_activity",
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_petitions_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_petitions")),
        sa.UniqueConstraint("organisation_id", "activity_id", name="uq_petitions_activity"),
        sa.UniqueConstraint("organisation_id", "submission_id", name="uq_petitions_submission"),
    )
    op.create_index(
        "ix_petitions_author_link",
        "petitions",
        ["organisation_id", "author_digest"],
        unique=True,
        postgresql_where=sa.text("author_digest IS NOT NULL"),
    )
    op.create_index(
        "ix_petitions_sponsor_link",
        "petitions",
        ["organisation_id", "sponsor_digest"],
        unique=True,
        postgresql_where=sa.text("sponsor_digest IS NOT NULL"),
    )
    op.create_index("ix_petitions_standing", "petitions", ["organisation_id", "standing", "id"], unique=False)
    op.add_column("activities", sa.Column("seats", sa.SmallInteger(), server_default=sa.text("1"), nullable=False))
    op.add_column("organisations", sa.Column("electors", sa.BigInteger(), nullable=True))
    op.add_column("participation_versions", sa.Column("held_reason", sa.Text(), nullable=True))
    op.add_column("participations", sa.Column("name_hash", sa.BigInteger(), nullable=True))
    op.add_column("participations", sa.Column("place_hash", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_participations_held",
        "participations",
        ["organisation_id", "activity_id", "id"],
        postgresql_where=sa.text("state = 'held'"),
    )
    op.alter_column("organisations", "modules", server_default=sa.text(MODULES))
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER petition_decisions_rows BEFORE UPDATE OR DELETE ON petition_decisions "
        "FOR EACH ROW EXECUTE FUNCTION petition_decisions_guard()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER petition_decisions_rows ON petition_decisions")
    op.execute("DROP FUNCTION petition_decisions_guard()")
    op.alter_column("organisations", "modules", server_default=sa.text("'{surveys,contacts}'"))
    op.drop_index("ix_participations_held", table_name="participations")
    op.drop_column("participations", "place_hash")
    op.drop_column("participations", "name_hash")
    op.drop_column("participation_versions", "held_reason")
    op.drop_column("organisations", "electors")
    op.drop_column("activities", "seats")
    op.drop_index("ix_petitions_standing", table_name="petitions")
    op.drop_index(
        "ix_petitions_sponsor_link", table_name="petitions", postgresql_where=sa.text("sponsor_digest IS NOT NULL")
    )
    op.drop_index(
        "ix_petitions_author_link", table_name="petitions", postgresql_where=sa.text("author_digest IS NOT NULL")
    )
    op.drop_table("petitions")
    op.drop_index(
        "ix_petition_updates_waiting", table_name="petition_updates", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_index("ix_petition_updates_activity", table_name="petition_updates")
    op.drop_table("petition_updates")
    op.drop_index(
        "ix_petition_sponsors_link", table_name="petition_sponsors", postgresql_where=sa.text("link_digest IS NOT NULL")
    )
    op.drop_table("petition_sponsors")
    op.drop_table("petition_milestones")
    op.drop_index("ix_petition_decisions_activity", table_name="petition_decisions")
    op.drop_table("petition_decisions")
    op.drop_table("petition_thresholds")
    op.drop_index("ix_participation_traces_network", table_name="participation_traces")
    op.drop_index("ix_participation_traces_domain", table_name="participation_traces")
    op.drop_table("participation_traces")
