"""Foundations: tenants, accounts, consents, zones, activities, participations, tallies, events, letters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


FOLD = r"""
    CREATE FUNCTION portal_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT regexp_replace(normalize(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'), NFD), '[\u0300-\u036f]', '', 'g')
    $$"""


def upgrade() -> None:
    op.execute(FOLD)
    op.create_table(
        "organisations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{fr,en}'"), nullable=False),
        sa.Column("time_zone", sa.Text(), server_default=sa.text("'Europe/Paris'"), nullable=False),
        sa.Column(
            "modules", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{surveys,contacts}'"), nullable=False
        ),
        sa.Column("mail_from", sa.Text(), nullable=True),
        sa.Column("identity", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("legal", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("inhabitants", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("regime IN ('public', 'political')", name=op.f("ck_organisations_regime")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("host", name=op.f("uq_organisations_host")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_table(
        "tally_cells",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.BigInteger(), nullable=False),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Numeric(), server_default=sa.text("0"), nullable=False),
        sa.Column("squares", sa.Numeric(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "organisation_id", "activity_id", "mark", "zone_id", "assurance", name=op.f("pk_tally_cells")
        ),
    )
    op.create_table(
        "tally_days",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "activity_id", "day", name=op.f("pk_tally_days")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("happened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_audit_entries_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_audit_entries")),
    )
    op.create_index(
        "ix_audit_entries_subject", "audit_entries", ["organisation_id", "subject_type", "subject_id"], unique=False
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=True),
        sa.Column("to_key", sa.LargeBinary(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_letters_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(
        "ix_letters_subject", "letters", ["organisation_id", "subject_type", "subject_id", "created_at"], unique=False
    )
    op.create_index("ix_letters_to_key", "letters", ["organisation_id", "to_key", "created_at"], unique=False)
    op.create_index(
        "ix_letters_waiting",
        "letters",
        ["urgency", "id"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_outbox_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["subscriber", "organisation_id", "id"],
        unique=False,
        postgresql_where=sa.text("parked_at IS NULL"),
    )
    op.create_table(
        "outbox_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("only_id", sa.BigInteger(), nullable=True),
        sa.Column("backend_pid", sa.BigInteger(), nullable=False),
        sa.Column("backend_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_outbox_runs_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_runs")),
    )
    op.create_table(
        "projects",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("body_html", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "outcome_html", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("timeline", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("zone_id", sa.BigInteger(), nullable=True),
        sa.Column("is_published", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_projects_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_projects")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_projects_organisation_id_slug")),
    )
    op.create_table(
        "purposes",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("is_offered", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_purposes_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_purposes")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_purposes_organisation_id_key")),
    )
    op.create_table(
        "users",
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), server_default=sa.text("'fr'"), nullable=False),
        sa.Column("epoch", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_users_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_users")),
        sa.UniqueConstraint("organisation_id", "email", name=op.f("uq_users_organisation_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_users_public_id")),
    )
    op.create_table(
        "wordings",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind IN ('consent', 'notice')", name=op.f("ck_wordings_kind")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_wordings_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("organisation_id", "sha256", name=op.f("uq_wordings_organisation_id_sha256")),
    )
    op.create_table(
        "zone_layers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_zone_layers_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_zone_layers")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_zone_layers_organisation_id_key")),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "user_id"], ["users.organisation_id", "users.id"], name="fk_sign_in_links_user"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_sign_in_links_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_sign_in_links")),
    )
    op.create_index("ix_sign_in_links_digest", "sign_in_links", ["organisation_id", "digest"], unique=True)
    op.create_table(
        "ticks",
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose_id", sa.BigInteger(), nullable=False),
        sa.Column("wording_id", sa.BigInteger(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("ticked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "notice_id"], ["wordings.organisation_id", "wordings.id"], name="fk_ticks_notice"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "purpose_id"], ["purposes.organisation_id", "purposes.id"], name="fk_ticks_purpose"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "wording_id"], ["wordings.organisation_id", "wordings.id"], name="fk_ticks_wording"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_ticks_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_ticks")),
    )
    op.create_index("ix_ticks_subject", "ticks", ["organisation_id", "subject_type", "subject_id"], unique=False)
    op.create_table(
        "zones",
        sa.Column("layer_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("geometry", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inhabitants", sa.BigInteger(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "layer_id"], ["zone_layers.organisation_id", "zone_layers.id"], name="fk_zones_layer"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_zones_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_zones")),
        sa.UniqueConstraint("organisation_id", "layer_id", "key", name=op.f("uq_zones_organisation_id_layer_id_key")),
    )
    op.create_index("ix_zones_layer", "zones", ["organisation_id", "layer_id", "position"], unique=False)
    op.create_table(
        "activities",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("body_html", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("stage", sa.Text(), server_default="draft", nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("access", sa.Text(), server_default="email", nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("results", sa.Text(), server_default="live", nullable=False),
        sa.Column("zone_id", sa.BigInteger(), nullable=True),
        sa.Column("asks_zone", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("notice", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at", name=op.f("ck_activities_dates")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "project_id"], ["projects.organisation_id", "projects.id"], name="fk_activities_project"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "zone_id"], ["zones.organisation_id", "zones.id"], name="fk_activities_zone"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_activities_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_activities")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_activities_organisation_id_slug")),
    )
    op.create_index(
        "ix_activities_dates", "activities", ["organisation_id", "stage", "opens_at", "closes_at"], unique=False
    )
    op.create_table(
        "ballots",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("marks", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("amounts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("zone_id", sa.BigInteger(), nullable=True),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_ballots_activity",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_ballots")),
    )
    op.create_index("ix_ballots_activity", "ballots", ["organisation_id", "activity_id"], unique=False)
    op.create_table(
        "official_answers",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body_html", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("documents", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_official_answers_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_official_answers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_official_answers")),
        sa.UniqueConstraint(
            "organisation_id",
            "activity_id",
            "number",
            name=op.f("uq_official_answers_organisation_id_activity_id_number"),
        ),
    )
    op.create_table(
        "participations",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.SmallInteger(), nullable=False),
        sa.Column("seat", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("current_version_id", sa.BigInteger(), nullable=True),
        sa.Column("receipt_code", sa.Text(), nullable=True),
        sa.Column("manage_digest", sa.LargeBinary(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invalidated_reason", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_participations_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_participations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", "organisation_id", name=op.f("pk_participations")),
        sa.UniqueConstraint("organisation_id", "activity_id", "person_key", "seat", name="uq_participations_person"),
        sa.UniqueConstraint("organisation_id", "receipt_code", name="uq_participations_receipt"),
    )
    op.create_index(
        "ix_participations_manage",
        "participations",
        ["organisation_id", "manage_digest"],
        unique=True,
        postgresql_where=sa.text("manage_digest IS NOT NULL"),
    )
    op.create_table(
        "questionnaire_versions",
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_questionnaire_versions_activity",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_questionnaire_versions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_questionnaire_versions")),
        sa.UniqueConstraint("organisation_id", "activity_id", "number", name="uq_questionnaire_versions_number"),
    )
    op.create_table(
        "tally_heads",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("counted", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("pending", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "activity_id"],
            ["activities.organisation_id", "activities.id"],
            name="fk_tally_heads_activity",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "activity_id", name=op.f("pk_tally_heads")),
    )
    op.create_table(
        "participation_versions",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("participation_id", sa.BigInteger(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("content_digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("marks", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("amounts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("zone_id", sa.BigInteger(), nullable=True),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=True),
        sa.Column("link_digest", sa.LargeBinary(), nullable=True),
        sa.Column("is_voided", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "participation_id"],
            ["participations.organisation_id", "participations.id"],
            name="fk_participation_versions_participation",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_participation_versions_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", "organisation_id", name=op.f("pk_participation_versions")),
        sa.UniqueConstraint(
            "organisation_id", "activity_id", "submission_id", name="uq_participation_versions_submission"
        ),
    )
    op.create_index(
        "ix_participation_versions_link",
        "participation_versions",
        ["organisation_id", "link_digest"],
        unique=True,
        postgresql_where=sa.text("link_digest IS NOT NULL"),
    )
    op.create_index(
        "ix_participation_versions_participation",
        "participation_versions",
        ["organisation_id", "participation_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_participation_versions_participation", table_name="participation_versions")
    op.drop_index(
        "ix_participation_versions_link",
        table_name="participation_versions",
        postgresql_where=sa.text("link_digest IS NOT NULL"),
    )
    op.drop_table("participation_versions")
    op.drop_table("tally_heads")
    op.drop_table("questionnaire_versions")
    op.drop_index(
        "ix_participations_manage", table_name="participations", postgresql_where=sa.text("manage_digest IS NOT NULL")
    )
    op.drop_table("participations")
    op.drop_table("official_answers")
    op.drop_index("ix_ballots_activity", table_name="ballots")
    op.drop_table("ballots")
    op.drop_index("ix_activities_dates", table_name="activities")
    op.drop_table("activities")
    op.drop_index("ix_zones_layer", table_name="zones")
    op.drop_table("zones")
    op.drop_index("ix_ticks_subject", table_name="ticks")
    op.drop_table("ticks")
    op.drop_index("ix_sign_in_links_digest", table_name="sign_in_links")
    op.drop_table("sign_in_links")
    op.drop_table("zone_layers")
    op.drop_table("wordings")
    op.drop_table("users")
    op.drop_table("purposes")
    op.drop_table("projects")
    op.drop_table("outbox_runs")
    op.drop_index("ix_outbox_due", table_name="outbox", postgresql_where=sa.text("parked_at IS NULL"))
    op.drop_table("outbox")
    op.drop_index(
        "ix_letters_waiting", table_name="letters", postgresql_where=sa.text("sent_at IS NULL AND failed_at IS NULL")
    )
    op.drop_index("ix_letters_to_key", table_name="letters")
    op.drop_index("ix_letters_subject", table_name="letters")
    op.drop_table("letters")
    op.drop_index("ix_audit_entries_subject", table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_table("tally_days")
    op.drop_table("tally_cells")
    op.drop_table("organisations")
    op.execute("DROP FUNCTION portal_fold(text)")
