"""The log of acts: sentences, by subject, a page at a time, for those who may read it."""

import re
from pathlib import Path

import pytest

import portal
from portal.accounts.rules import Role
from portal.core import audit
from portal.core.database import db
from portal.participation import history
from portal.site import journal
from tests.support import cast

NOTED = re.compile(r'audit\.record\(\s*"([^"{]+)"')


@pytest.fixture
def desk(browser):
    browser.sign_in(cast.staff(Role.DATA_PROTECTION_OFFICER))
    return browser


def test_acts_are_sentences_with_who_did_them(desk, town):
    alice = cast.staff(email="alice@example.org")
    audit.record("organisation.changed", "organisation", town.id, actor_id=alice.id, fields=["name"])
    db.session.commit()
    page = desk.get("/manage/audit/").text
    assert f"<b>{alice.name}</b> a changé les réglages" in page
    assert "<b>Le portail</b> a créé un compte" in page


def test_one_kind_of_subject_is_asked_for(desk, town):
    cast.survey()
    assert "publié" in desk.get("/manage/audit/?subject=activity").text
    assert "publié" not in desk.get("/manage/audit/?subject=user").text
    assert desk.get("/manage/audit/?subject=<script>").status_code == 200


def test_long_logs_go_on_page_by_page_and_say_each_act_once(desk, town):
    for number in range(70):
        audit.record("unheard.of", "thing", number + 1, number=f"n{number}n")
    db.session.commit()
    seen, path = [], "/manage/audit/"
    while path:
        page = desk.get(path)
        seen += [number for number in range(70) if f"n{number}n" in page.text]
        onward = [link for link in desk.read(page).links if "after=" in link]
        path = onward[0] if onward else None
    assert sorted(seen) == list(range(70))
    assert desk.get("/manage/audit/?after=tampered").status_code == 200


def test_the_log_is_not_for_everybody(browser):
    for role in (Role.EDITOR, Role.CONTACT_MANAGER, Role.FIELD_AGENT):
        browser.sign_in(cast.staff(role))
        assert browser.get("/manage/audit/").status_code == 403


def test_every_act_that_is_noted_is_a_sentence():
    """A bare key on the page would be a word of the code."""
    said = history.SENTENCES.keys() | journal.SENTENCES.keys()
    noted = {
        action
        for path in Path(portal.__file__).parent.rglob("*.py")
        for action in NOTED.findall(path.read_text("utf-8"))
    }
    assert "contact.added" in noted
    assert sorted(noted - said) == []
