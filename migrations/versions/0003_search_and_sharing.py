"""Search over activities and projects; who may embed an activity, and whether its responses are published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# All languages of a text go into one document, folded; twice, because a French stem is no use to an English word.
# Under the locale "C", which the embedded server has, signs such as ’ and « would be taken for letters: they become blanks.
WORDS = r"""
    CREATE FUNCTION portal_words(jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(
            portal_fold(coalesce((SELECT string_agg(value, ' ' ORDER BY key) FROM jsonb_each_text($1)), '')),
            '[\u00a0-\u00bf\u2000-\u206f\u20a0-\u20cf]', ' ', 'g')
    $$"""

SEARCH = """
    CREATE FUNCTION portal_search(title jsonb, summary jsonb, body jsonb) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT setweight(to_tsvector('pg_catalog.french', portal_words(title)), 'A')
            || setweight(to_tsvector('pg_catalog.simple', portal_words(title)), 'A')
            || setweight(to_tsvector('pg_catalog.french', portal_words(summary)), 'B')
            || setweight(to_tsvector('pg_catalog.simple', portal_words(summary)), 'B')
            || setweight(to_tsvector('pg_catalog.french', left(portal_words(body), 100000)), 'C')
            || setweight(to_tsvector('pg_catalog.simple', left(portal_words(body), 100000)), 'C')
    $$"""

TABLES = ("activities", "projects")


def upgrade() -> None:
    op.execute(WORDS)
    op.execute(SEARCH)
    for table in TABLES:
        document = sa.Computed("portal_search(title, summary, body)", persisted=True)
        op.add_column(table, sa.Column("search", postgresql.TSVECTOR(), document))
        op.create_index(f"ix_{table}_search", table, ["search"], postgresql_using="gin")
    origins = sa.Column("embed_origins", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("activities", origins)
    published = sa.Column("publishes_responses", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    op.add_column("activities", published)


def downgrade() -> None:
    op.drop_column("activities", "publishes_responses")
    op.drop_column("activities", "embed_origins")
    for table in TABLES:
        op.drop_index(f"ix_{table}_search", table_name=table)
        op.drop_column(table, "search")
    op.execute("DROP FUNCTION portal_search(jsonb, jsonb, jsonb)")
    op.execute("DROP FUNCTION portal_words(jsonb)")
