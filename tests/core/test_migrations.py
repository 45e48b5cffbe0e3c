"""Migrations go both ways, and the last one leaves what the models say."""

from typing import Any

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from portal.core.database import Base, db

SHAPES = """
    SELECT c.relname || '.' || a.attname AS what, format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
        || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '') AS shape
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1, 2"""


def shapes() -> list[Any]:
    """Tables, keys, indexes, triggers and functions as the base describes them."""
    found = [tuple(row) for row in db.session.execute(text(SHAPES))]
    db.session.remove()
    return found


def test_all_the_way_down_and_up_again_is_where_we_were(committed_database):
    before = shapes()
    flask_migrate.downgrade(revision="base")
    assert [what for what, _shape in shapes() if not what.startswith("alembic_version")] == []
    flask_migrate.upgrade()
    assert shapes() == before


def test_models_and_base_say_the_same(committed_database):
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_every_function_finds_what_it_calls_without_a_search_path(committed_database):
    """As a restore calls it: what is not of the system itself is found by the function's own search path."""
    functions = db.session.execute(
        text("""
            SELECT proname, proconfig, prosrc FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
            WHERE pronamespace = 'public'::regnamespace AND l.lanname = 'sql'""")
    ).all()
    ours = {row.proname for row in functions}
    assert "portal_likeness" in ours
    for row in functions:
        calls_ours = any(f"{name}(" in row.prosrc for name in ours)
        assert not calls_ours or row.proconfig == ["search_path=public"], row.proname
