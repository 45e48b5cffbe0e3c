"""What the two acts of thousands ask of the base: nobody may add a look to them without noticing."""

import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from portal.core.database import db
from tests.support import cast, work

ASIDE = ("SAVEPOINT", "RELEASE")


@pytest.fixture
def petition(town):
    return cast.petition()


@contextmanager
def statements():
    """What is asked of the base meanwhile, without the savepoints of the tests."""
    asked = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(ASIDE):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def form():
    return {
        "submission_id": str(uuid.uuid4()),
        "name": "Carole Dupont",
        "address": f"{uuid.uuid4().hex}@example.org",
        "postcode": "50999",
    }


def test_a_first_signature_is_one_statement_with_its_letter(petition, browser):
    browser.post(f"/petitions/{petition.slug}/sign", form())
    with statements() as asked:
        assert browser.post(f"/petitions/{petition.slug}/sign", form()).status_code == 303
    assert len(asked) == 1, asked


def test_a_pressed_button_is_two_statements(petition, browser):
    browser.post(f"/petitions/{petition.slug}/sign", form())
    [letter] = work.letters()
    link = work.link_in(letter, "/confirm/")
    with statements() as asked:
        assert browser.post(link, {}).status_code == 303
    assert len(asked) == 2, asked
