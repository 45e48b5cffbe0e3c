"""What the pages' connections keep, and what a statement of its own leaves behind."""

import pytest
from psycopg.errors import UniqueViolation
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.core.database import SINGLE, db, in_one_statement
from portal.core.drain import is_transient

KEEP = "SELECT count(*) AS n FROM pg_prepared_statements WHERE statement LIKE %(like)s"
ASKED = "SELECT %(word)s AS word"


@pytest.fixture
def connected(committed_app):
    with committed_app.app_context():
        yield
        db.session.remove()


def test_statements_stay_prepared_after_a_page_that_only_read(connected):
    for _ in range(8):
        in_one_statement(ASKED, {"word": "salut"})
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    assert in_one_statement(KEEP, {"like": "SELECT $1 AS word"}).n == 1


def test_a_migration_under_a_kept_statement_costs_one_try(connected):
    with db.engine.begin() as other:
        other.exec_driver_sql("CREATE TABLE seen (n int); INSERT INTO seen VALUES (1)")
    read = text("SELECT n FROM seen")
    for _ in range(8):
        db.session.scalar(read)
        db.session.rollback()
    with db.engines[SINGLE].connect() as other:
        other.exec_driver_sql("ALTER TABLE seen ALTER n TYPE text")
    with pytest.raises(DBAPIError) as outdated:
        db.session.scalar(read)
    assert is_transient(outdated.value)
    db.session.rollback()
    assert db.session.scalar(read) == "1"


def test_a_statement_that_breaks_a_key_leaves_nothing_and_the_connection_goes_on(connected):
    make = "CREATE TABLE once (n int PRIMARY KEY); INSERT INTO once VALUES (1)"
    with db.engine.begin() as connection:
        connection.exec_driver_sql(make)
    insert = "INSERT INTO once SELECT generate_series(2, 3) UNION ALL SELECT %(n)s RETURNING n"
    with pytest.raises(UniqueViolation):
        in_one_statement(insert, {"n": 1})
    assert in_one_statement("SELECT count(*) AS n FROM once", {}).n == 1


def test_a_statement_of_its_own_makes_no_session(connected):
    in_one_statement(ASKED, {"word": "salut"})
    assert not db.session.registry.has()
