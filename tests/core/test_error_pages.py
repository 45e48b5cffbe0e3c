"""Errors of the base that are nobody's mistake: the page says that nothing was kept."""

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import InvalidRequestError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.core.database import db
from portal.organisations import queries as organisations
from portal.participation.queries import participations
from tests.support import cast

PAGE = "/my/AAAAAAAAAAAAAAAAAAAAAA"
AWAY = OperationalError("SELECT", {}, psycopg.OperationalError("the database system is starting up"))


@pytest.fixture
def break_page(monkeypatch):
    """Let this happen in the middle of PAGE."""
    return lambda act: monkeypatch.setattr(participations, "by_manage_digest", lambda *_args, **_values: act())


@pytest.fixture
def show_page(committed_app):
    """PAGE over a connection that can be lost; each request has a session of its own, as in a web process."""
    with committed_app.app_context():
        cast.organisation()
    committed_app.testing = False
    return lambda: committed_app.test_client().get(PAGE, base_url=f"http://{cast.HOST}")


def fail(error):
    raise error


def lose_connection():
    """What the session has begun is lost: its server process is gone, as all are when the base dies."""
    number = db.session.scalar(text("SELECT pg_backend_pid()"))
    other = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})
    other.dispose()


@pytest.mark.parametrize("error", [PoolTimeout("busy"), InvalidRequestError("This connection is closed"), AWAY])
def test_a_base_that_takes_no_connection_is_a_503(browser, break_page, error):
    break_page(lambda: fail(error))
    answer = browser.get(PAGE)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("bigint", 10**30), ("text", "a\0b"), ("jsonb", '{"a": "\\u0000"}')],
    ids=["id", "text", "document"],
)
def test_a_value_that_no_row_can_hold_leads_nowhere(browser, break_page, kind, value):
    break_page(lambda: db.session.execute(text(f"SELECT CAST(:value AS {kind})"), {"value": value}))
    assert browser.get(PAGE).status_code == 404


def test_a_misuse_of_the_session_is_our_mistake(browser, break_page):
    break_page(lambda: fail(InvalidRequestError("a transaction is already begun")))
    assert browser.get(PAGE).status_code == 500


def test_the_page_of_a_503_asks_nothing_of_the_base(browser, break_page, monkeypatch):
    def go_away():
        organisations.forget_cards()
        monkeypatch.setattr(organisations, "all_organisations", lambda: fail(AWAY))
        raise AWAY

    break_page(go_away)
    assert browser.get(PAGE).status_code == 503


def test_a_statement_of_its_own_that_fails_beside_a_lost_transaction_is_a_503(show_page, break_page):
    def both():
        lose_connection()
        raise psycopg.OperationalError("connection refused")

    break_page(both)
    assert show_page().status_code == 503


def test_an_answer_that_was_ready_leaves_whatever_becomes_of_its_connection(show_page, break_page):
    break_page(lose_connection)
    assert show_page().status_code == 404, "what the page itself says"
