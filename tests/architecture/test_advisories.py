"""What `make audit` says of pip-audit's findings."""

from tests.support import advisories

FINE = {"name": "flask", "version": "3.1.3", "vulns": []}
UNKNOWN = {"name": "rq", "skip_reason": "Dependency not found"}
BAD = {"name": "nh3", "version": "0.1", "vulns": [{"id": "GHSA-1", "fix_versions": ["0.2"]}]}


def test_packages_that_could_not_be_looked_up_are_never_called_safe():
    lines, is_vulnerable = advisories.told([FINE, UNKNOWN])
    assert not is_vulnerable
    assert lines == [
        "1 of 2 packages looked up, 0 vulnerable.",
        "NOT AUDITED, the advisory service does not know or answer: rq.",
    ]


def test_a_vulnerable_package_is_named_with_what_mends_it():
    lines, is_vulnerable = advisories.told([FINE, BAD])
    assert is_vulnerable
    assert lines[0] == "nh3 0.1: GHSA-1, mended in 0.2"
