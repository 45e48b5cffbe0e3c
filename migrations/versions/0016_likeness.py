"""Titles that are alike: the stems of a title and what tells, without comparing all, that two share many trigrams."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Keys of a title. A stem (French, folded, no stop words) is one; then come bands of MinHash: for each of 32 seeds the least
# hash over the trigrams of the stems, two by two. Titles that have 40 % of their trigrams in common share a band 94 times in
# 100; those that have 5 %, 4 times. So an index on exact keys finds misspelt and inflected words, and few others.
LIKENESS = """
    CREATE FUNCTION portal_likeness(jsonb) RETURNS bigint[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public AS $$
        WITH stems AS MATERIALIZED (
            SELECT lexeme FROM unnest(to_tsvector('pg_catalog.french', portal_words($1)))),
        trigrams AS (
            SELECT DISTINCT substr(' ' || lexeme || ' ', place, 3) AS trigram
            FROM stems, generate_series(1, length(lexeme)) AS place),
        least AS (
            SELECT seed, min(hashtextextended(trigram, seed)) AS hash
            FROM trigrams, generate_series(0, 31) AS seed GROUP BY seed),
        keys AS (
            SELECT hashtextextended(lexeme, -1) AS key FROM stems
            UNION
            SELECT hashtextextended(string_agg(hash::text, ' ' ORDER BY seed), seed / 2) FROM least GROUP BY seed / 2)
        SELECT coalesce(array_agg(key), '{}') FROM keys
    $$"""


def upgrade() -> None:
    op.execute(LIKENESS)
    keys = sa.Computed("portal_likeness(title)", persisted=True)
    op.add_column("activities", sa.Column("likeness", postgresql.ARRAY(sa.BigInteger()), keys))
    # Petitions are written rarely and looked up often: nothing waits in a list that each look-up would read.
    op.create_index(
        "ix_activities_likeness",
        "activities",
        ["likeness"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )


def downgrade() -> None:
    op.drop_index("ix_activities_likeness", table_name="activities")
    op.drop_column("activities", "likeness")
    op.execute("DROP FUNCTION portal_likeness(jsonb)")
