"""Errors of the base that are nobody's mistake: the page says that nothing was kept."""

import pytest
from sqlalchemy.exc import InvalidRequestError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.participation.queries import participations


@pytest.mark.parametrize(
    "error", [PoolTimeout("busy"), InvalidRequestError("This connection is closed"), PendingRollbackError("lost")]
)
def test_a_base_that_takes_no_connection_is_a_503(browser, monkeypatch, error):

    def fail(*_args, **_values):
        raise error

    monkeypatch.setattr(participations, "by_manage_digest", fail)
    answer = browser.get("/my/AAAAAAAAAAAAAAAAAAAAAA")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
