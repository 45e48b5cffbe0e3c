"""The contact base: contacts, sources, interests, timeline, tombstones, and the ledger of consents."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEARCHED = (
    "to_tsvector('simple', translate(portal_fold(coalesce(name, '') || ' ' || coalesce(address, '') || ' ' || "
    "coalesce(phone_digits, '')), '@._+-/''’', '        '))"
)
SORTED = "portal_fold(coalesce(nullif(name, ''), address, phone, ''))"

# The one way to change an event: `SET LOCAL portal.erasing = 'on'`, and then only towards knowing less.
GUARD = """
    CREATE FUNCTION consent_events_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE personal CONSTANT text[] := ARRAY['contact_id', 'evidence', 'origin_type', 'origin_id'];
    BEGIN
        IF TG_OP = 'UPDATE' AND current_setting('portal.erasing', true) = 'on' THEN
            IF NEW.contact_id IS NULL AND NEW.evidence = '{}' AND NEW.origin_type IS NULL AND NEW.origin_id IS NULL
               AND to_jsonb(NEW) - personal = to_jsonb(OLD) - personal THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'consent_events is only ever added to (%)', TG_OP USING ERRCODE = 'restrict_violation';
    END $$"""

STATES = """
    CREATE VIEW consent_states AS
    SELECT DISTINCT ON (organisation_id, contact_id, purpose_id, channel)
        organisation_id, contact_id, purpose_id, channel, event, happened_at, id AS event_id,
        event IN ('granted', 'reconfirmed') AS is_standing
    FROM consent_events WHERE contact_id IS NOT NULL
    ORDER BY organisation_id, contact_id, purpose_id, channel, happened_at DESC, id DESC"""


def upgrade() -> None:
    _contacts()
    for table, columns, constraints in _parts():
        op.create_table(table, *columns, *_own(table), *_of_contact(table), *constraints)
    op.create_index("ix_interests_theme", "interests", ["organisation_id", "theme", "contact_id"])
    _ledger()
    op.create_table(
        "contact_tombstones",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_contact_tombstones_organisation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "person_key", name="pk_contact_tombstones"),
    )


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("canonical_address", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("person_key", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_digits", sa.Text(), nullable=True),
        sa.Column("zone_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.Text(), server_default=sa.text("'fr'"), nullable=False),
        _json("provenance"),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sort_key", sa.Text(collation="C"), sa.Computed(SORTED, persisted=True), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), sa.Computed(SEARCHED, persisted=True), nullable=False),
        *_own("contacts"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "zone_id"], ["zones.organisation_id", "zones.id"], name="fk_contacts_zone"
        ),
        sa.CheckConstraint("coalesce(canonical_address, phone_digits, name) IS NOT NULL", name="ck_contacts_known"),
        sa.UniqueConstraint("organisation_id", "canonical_address", name="uq_contacts_address"),
    )
    op.create_index("ix_contacts_sort", "contacts", ["organisation_id", "sort_key", "id"])
    op.create_index("ix_contacts_zone", "contacts", ["organisation_id", "zone_id"])
    op.create_index("ix_contacts_key", "contacts", ["organisation_id", "person_key"])
    op.create_index("ix_contacts_phone", "contacts", ["organisation_id", "phone_digits"])
    op.create_index("ix_contacts_search", "contacts", ["search"], postgresql_using="gin")


def _parts() -> tuple[tuple[str, list[sa.Column], list[sa.Constraint]], ...]:
    return (
        (
            "contact_sources",
            [_text("source"), _text("subject_type"), _number("subject_id"), _instant("happened_at")],
            [
                sa.UniqueConstraint(
                    *("organisation_id", "contact_id", "source", "subject_type", "subject_id"),
                    name="uq_contact_sources_once",
                )
            ],
        ),
        (
            "interests",
            [_text("theme"), _text("origin_type"), _number("origin_id"), _instant("since")],
            [sa.UniqueConstraint("organisation_id", "contact_id", "theme", name="uq_interests_theme")],
        ),
        (
            "timeline_entries",
            [
                _text("kind"),
                _instant("happened_at"),
                _text("subject_type"),
                _number("subject_id"),
                _json("parts"),
            ],
            [
                sa.UniqueConstraint(
                    *("organisation_id", "contact_id", "kind", "subject_type", "subject_id", "happened_at"),
                    name="uq_timeline_once",
                )
            ],
        ),
    )


def _ledger() -> None:
    op.create_table(
        "consent_events",
        _number("contact_id", nullable=True),
        _number("purpose_id"),
        _text("channel"),
        _text("event"),
        _text("basis"),
        _instant("happened_at"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        _number("wording_id", nullable=True),
        _number("notice_id", nullable=True),
        _text("form"),
        sa.Column("form_version", sa.Text(), nullable=True),
        _text("language"),
        _text("method"),
        _json("evidence"),
        sa.Column("origin_type", sa.Text(), nullable=True),
        _number("origin_id", nullable=True),
        *_own("consent_events"),
        *(_reference("consent_events", *reference) for reference in _REFERENCES),
        sa.CheckConstraint(
            "event IN ('granted', 'refused', 'withdrawn', 'objected', 'expired', 'reconfirmed')",
            name="ck_consent_events_event",
        ),
        sa.CheckConstraint("channel IN ('email', 'sms', 'phone', 'post')", name="ck_consent_events_channel"),
    )
    state = ["organisation_id", "contact_id", "purpose_id", "channel", sa.text("happened_at DESC"), sa.text("id DESC")]
    op.create_index("ix_consent_events_state", "consent_events", state)
    op.create_index(
        "uq_consent_events_origin", "consent_events", ["organisation_id", "origin_type", "origin_id"], unique=True
    )
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER consent_events_rows BEFORE UPDATE OR DELETE ON consent_events "
        "FOR EACH ROW EXECUTE FUNCTION consent_events_guard()"
    )
    op.execute(
        "CREATE TRIGGER consent_events_whole BEFORE TRUNCATE ON consent_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION consent_events_guard()"
    )
    op.execute(STATES)


_REFERENCES = (
    ("contact", "contact_id", "contacts"),
    ("purpose", "purpose_id", "purposes"),
    ("wording", "wording_id", "wordings"),
    ("notice", "notice_id", "wordings"),
)


def _reference(table: str, name: str, column: str, target: str, **options: str) -> sa.ForeignKeyConstraint:
    columns, targets = ["organisation_id", column], [f"{target}.organisation_id", f"{target}.id"]
    return sa.ForeignKeyConstraint(columns, targets, name=f"fk_{table}_{name}", **options)


def _of_contact(table: str) -> list[Any]:
    return [_number("contact_id"), _reference(table, "contact", "contact_id", "contacts", ondelete="CASCADE")]


def _own(table: str) -> list[Any]:
    return [
        _number("organisation_id"),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=f"fk_{table}_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=f"pk_{table}"),
    ]


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _instant(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _json(name: str) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False)


def downgrade() -> None:
    op.execute("DROP VIEW consent_states")
    for table in (
        "contact_tombstones",
        "consent_events",
        "timeline_entries",
        "interests",
        "contact_sources",
        "contacts",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION consent_events_guard()")
