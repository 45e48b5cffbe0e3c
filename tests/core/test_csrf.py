"""Where a form may come from."""

import pytest
from flask import Flask

from portal.core import csrf


def is_allowed(method="POST", cookie=None, **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if cookie:
        sent["Cookie"] = cookie
    app = Flask("csrf")
    with app.test_request_context("/", method=method, base_url="http://town.test", headers=sent) as context:
        return csrf.is_allowed(context.request, "session")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_for_everybody(method):
    assert is_allowed(method, Sec_Fetch_Site="cross-site", cookie="session=x")


@pytest.mark.parametrize(
    ("site", "expected"), [("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False)]
)
def test_the_browser_says_where_a_form_comes_from(site, expected):
    assert is_allowed(Sec_Fetch_Site=site) is expected
    assert is_allowed(Sec_Fetch_Site=site, cookie="session=x") is expected


def test_what_the_browser_says_goes_before_the_origin():
    assert not is_allowed(Sec_Fetch_Site="cross-site", Origin="http://town.test")


@pytest.mark.parametrize(
    ("origin", "expected"),
    [("http://town.test", True), ("http://evil.test", False), ("http://town.test.evil.test", False), ("null", False),
     ("http://town.test:81", False), ("", False)],
)  # fmt: skip
def test_older_browsers_are_known_by_their_origin(origin, expected):
    assert is_allowed(Origin=origin) is expected


def test_a_program_without_a_session_may_send():
    assert is_allowed()
    assert is_allowed(cookie="reader=here")


def test_a_session_without_an_origin_may_not():
    assert not is_allowed(cookie="session=x")


def test_a_page_of_the_next_town_cannot_answer_in_ones_name(browser):
    assert browser.post("/surveys/any/answer", Sec_Fetch_Site="cross-site").status_code == 403
