"""`portal tally` and `portal purge` as a person types them."""

import json

import pytest
from sqlalchemy import text

from portal.cli.purge import purge
from portal.cli.tally import tally
from portal.core.database import db, transaction
from portal.participation import upkeep
from tests.support import cast, residents
from tests.support.in_town import run


@pytest.fixture
def survey(town):
    made = cast.survey(access="email")
    db.session.expunge(made)
    residents.take_part(made)
    residents.figures(made)
    return made


def test_a_right_tally_is_said_to_be_right(survey):
    for name in (str(survey.id), survey.slug):
        done = run(tally, "verify", name)
        assert done.exit_code == 0
        assert json.loads(done.stdout) == {"verified": 1, "differences": {}}


def test_a_wrong_one_is_refused_with_what_is_wrong_until_it_is_rebuilt(survey):
    with transaction():
        db.session.execute(text("UPDATE tally_heads SET counted = 7"))
    done = run(tally, "verify")
    assert done.exit_code == 1
    assert "portal tally rebuild" in done.output
    assert run(tally, "rebuild", survey.slug).exit_code == 0
    assert run(tally, "verify").exit_code == 0
    assert residents.head(survey) == (1, 0)


def test_an_activity_that_is_none_is_refused(survey):
    assert run(tally, "verify", "nothing-of-that-name").exit_code == 1


def test_a_purge_says_first_what_it_would_do(survey):
    with transaction():
        db.session.execute(text("UPDATE letters SET created_at = now() - interval '40 days'"))
        db.session.execute(text("UPDATE letters SET sent_at = now()"))
    would = json.loads(run(purge, "--dry-run").stdout)
    nothing = dict.fromkeys((chore.name for chore in upkeep.chores()), 0)
    assert would == nothing | {"letters": 2, "dry_run": True}
    assert json.loads(run(purge).stdout) == would | {"dry_run": False}
    assert json.loads(run(purge, "--dry-run").stdout)["letters"] == 0
    said = run(purge, as_json=False).stdout
    assert "0 letters" in said
    assert "are gone" in said
