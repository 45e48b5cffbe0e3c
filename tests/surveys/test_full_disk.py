"""A disk that is full while a file of responses is written: the work says that it failed, and nothing else happened."""

import resource
import signal
from types import SimpleNamespace

import pytest
from xlsxwriter.exceptions import FileCreateError

from portal.core import progress
from portal.core.database import db
from portal.core.tenancy import get
from portal.participation import books
from portal.participation.queries import activities
from portal.surveys import jobs
from portal.surveys.queries.responses import Wanted
from portal.surveys.service import responses
from tests.support import cast, residents


@pytest.fixture
def full_disk():
    """No file of this process may grow past some kilobytes."""
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def test_an_export_on_a_full_disk_fails_alone_and_says_so(town, request):
    survey = cast.survey(access="anyone")
    for number in range(200):
        residents.answer(survey, "ab"[number % 2], address=None)
    before = residents.figures(survey)
    activity = activities.get(survey.id)
    export = responses.Export(activity=activity, wanted=Wanted(), mark="Ville d’Essai")
    progress_id = responses.ask_for_book(export, 200, None)
    survey_id, town_id = survey.id, town.id
    request.getfixturevalue("full_disk")
    with pytest.raises((OSError, FileCreateError), match="File too large"):
        jobs.write_book(town_id, progress_id)
    row = get(progress.Progress, progress_id)
    assert row.state == progress.State.FAILED
    assert not list(books.path(progress_id).parent.glob(f"*{progress_id}*"))
    db.session.expunge_all()
    assert residents.figures(SimpleNamespace(id=survey_id)) == before
