"""A browser with an editor's session."""

import pytest

from portal.accounts.rules import Role
from tests.support import cast
from tests.support.browser import Browser


@pytest.fixture
def desk(browser: Browser) -> Browser:
    """The town's back office, as an editor sees it."""
    browser.sign_in(cast.staff(Role.EDITOR))
    return browser
