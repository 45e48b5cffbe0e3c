"""Where one may be led after signing in, and who is staff."""

import pytest

from portal.accounts import rules
from portal.accounts.rules import Right, Role


@pytest.mark.parametrize("path", ["/", "/surveys/a/answer", "/en/manage/?after=x", "/a?next=//b"])
def test_a_path_of_this_site_is_followed(path):
    assert rules.safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "manage",
        " /manage",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: b",
        "/" + "a" * 600,
    ],
)
def test_nothing_else_is(path):
    assert rules.safe_next(path) is None


def test_residents_have_no_right_at_all():
    assert not any(rules.may(Role.RESIDENT, right) for right in Right)
    assert not rules.is_staff(Role.RESIDENT)


def test_every_other_role_enters_the_staff_area():
    assert all(rules.is_staff(role) for role in Role if role is not Role.RESIDENT)
