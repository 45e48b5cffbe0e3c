"""What a replica serves, and what it never does: the engine that each page asked is written down."""

import dataclasses
import re
import time

import pytest
from sqlalchemy import event, text

import portal
from portal.core import replica, tenancy
from portal.core.access import Access, requirement_of
from portal.core.database import db
from portal.wiring import SHARED
from tests.support import cast, work
from tests.support.browser import Browser

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def make_app(committed_settings):
    """A portal whose replica is at this address; by default it is the same server, read only."""
    opened = []

    def make(url=committed_settings.database_url):
        app = portal.create_app(dataclasses.replace(committed_settings, database_replica_url=url))
        app.testing = True
        context = app.app_context()
        context.push()
        opened.append(context)
        event.listen(db.engines[replica.KEY], "connect", lambda connection, _record: _read_only(connection))
        return app

    yield make
    for context in reversed(opened):
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
        context.pop()


def _read_only(connection):
    connection.read_only = True


class Asked:
    """Which engines statements went to since the last look; the town's own card is always the primary's."""

    def __init__(self):
        self.found = set()
        for key, engine in db.engines.items():
            event.listen(engine, "before_cursor_execute", self._note(key))

    def _note(self, key):
        def note(_connection, _cursor, statement, *_):
            if "FROM organisations" not in statement and "pg_last_xact" not in statement:
                self.found.add(key)

        return note

    def by(self, act):
        db.session.remove()
        self.found.clear()
        answer = act()
        assert answer.status_code < 400, answer.text
        answer.get_data()
        db.session.remove()
        return self.found.copy()


@pytest.fixture
def town(make_app):
    """A town with a survey that somebody answered, and where statements went."""
    app = make_app()
    row = cast.organisation()
    with tenancy.use_organisation(row.id):
        survey = cast.survey(slug="moving", title={"fr": "Se déplacer"})
        yield app, survey, Asked()
        db.session.remove()


def test_strangers_pages_and_public_files_are_read_from_the_replica(town):
    app, survey, asked = town
    stranger = Browser(app, cast.HOST, is_anonymous=True)
    api = f"/api/v1/activities/{survey.id}"
    pages = ["/", "/results", "/search", "/zones", "/zones/halles", "/projects", "/feed.atom", "/surveys/moving"]
    pages += ["/surveys/moving/results", "/surveys/moving/results.csv", "/api/v1/activities", api, f"{api}/results"]
    for path in [*pages, f"{api}/receipts.csv", f"/a/{survey.id}"]:
        assert asked.by(lambda path=path: stranger.get(path)) == {replica.KEY}, path


def test_acts_what_follows_them_and_everybody_signed_in_stay_with_the_primary(town):
    app, _survey, asked = town
    carol = Browser(app, cast.HOST, is_anonymous=True)
    last = carol.submit(carol.submit(carol.get("/surveys/moving/answer"), q1="a", go="next"), go="next")
    sent = []
    assert asked.by(lambda: sent.append(carol.submit(last, go="send")) or sent[0]) <= {None}  # one statement of its own
    mine = sent[0].location
    assert asked.by(lambda: carol.get(mine)) == {None}
    receipt = re.search(r"/r/[0-9A-Z-]+", carol.get(mine).text)[0]
    for path in (receipt, f"{mine}/consents"):
        assert asked.by(lambda path=path: carol.get(path)) == {None}, path
    assert asked.by(lambda: carol.get("/surveys/moving/answer")) <= {None}  # it may be remembered
    alice = Browser(app, cast.HOST)
    alice.sign_in(cast.staff())
    for path in ("/", "/surveys/moving/results", "/manage/", "/me", "/manage/contacts"):
        assert asked.by(lambda path=path: alice.get(path)) == {None}, path


def test_exports_read_their_rows_from_the_replica_and_are_logged_in_the_primary(town):
    app, survey, asked = town
    carol = Browser(app, cast.HOST, is_anonymous=True)
    last = carol.submit(carol.submit(carol.get("/surveys/moving/answer"), q1="a", go="next"), go="next")
    carol.submit(last, go="send")
    work.do_all()
    alice = Browser(app, cast.HOST)
    alice.sign_in(cast.staff())
    page = alice.get("/manage/contacts/export")
    assert asked.by(lambda: alice.submit(page, purpose="Lettre d’information")) == {None, replica.KEY}
    page = alice.get(f"/manage/surveys/{survey.id}/responses/export")
    assert asked.by(lambda: alice.submit(page, purpose="Bilan", kind="csv")) == {None, replica.KEY}


def test_a_replica_that_is_away_is_left_alone_and_the_primary_answers(make_app):
    app = make_app(NOWHERE)
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        cast.survey(slug="moving", title={"fr": "Se déplacer"})
        asked = Asked()
        stranger = Browser(app, cast.HOST, is_anonymous=True)
        assert asked.by(lambda: stranger.get("/surveys/moving")) == {None}
        before = time.monotonic()
        assert asked.by(lambda: stranger.get("/")) == {None}
        assert time.monotonic() - before < replica.CONNECT_SECONDS
        assert not app.extensions["replica_looked"][1]


def test_a_replica_that_is_late_is_left_alone(town, monkeypatch):
    app, _survey, asked = town
    monkeypatch.setattr(replica, "_IS_UP_TO_DATE", text("SELECT :late < 0 AND pg_last_xact_replay_timestamp() IS NULL"))
    stranger = Browser(app, cast.HOST, is_anonymous=True)
    assert asked.by(lambda: stranger.get("/surveys/moving")) == {None}


def test_only_pages_for_strangers_that_name_nobody_may_be_shared(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint in SHARED or rule.endpoint.rpartition(".")[0] in SHARED:
            assert requirement_of(app.view_functions[rule.endpoint]) is Access.PUBLIC, rule
            assert rule.methods <= {"GET", "HEAD", "OPTIONS"}, rule
            assert not rule.arguments & {"token", "code"}, rule
    known = {rule.endpoint for rule in app.url_map.iter_rules()} | set(app.blueprints)
    assert set(SHARED) <= known
