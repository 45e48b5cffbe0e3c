"""A web process that dies between its commit and its wake-up: what it kept is counted all the same."""

import os
import signal

import pytest
from sqlalchemy import text

from portal.core import drain, jobs, tenancy
from portal.core.database import db
from portal.participation import tally
from tests.support import cast, residents


@pytest.mark.parametrize("access", ["anyone", "account"])
def test_a_process_killed_after_its_commit_and_before_the_wake_up(
    committed_app, committed_database, monkeypatch, access
):
    town = cast.organisation()
    with tenancy.use_organisation(town.id):
        survey = cast.survey(access=access)
        address = "carol@example.org" if access == "account" else None
        pid = os.fork()
        if pid == 0:
            monkeypatch.setattr(jobs, "wake", lambda _names: os.kill(os.getpid(), signal.SIGKILL))
            db.session.remove()
            db.engine.dispose(close=False)
            residents.answer(survey, address=address)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
        assert db.session.scalar(text("SELECT count(*) FROM participations WHERE state = 'counted'")) == 1
        assert tally.verify(survey.id) == []
        assert drain.sweep("tally") == 1, "the clock finds it"
        assert residents.figures(survey)[""] == 1
