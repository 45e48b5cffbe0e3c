"""A line names a document when it has words and an address that leads to a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.participation.rules import documents


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("Plan des travaux https://ville.example/plan.pdf", "Plan des travaux", "https://ville.example/plan.pdf"),
        ("  Compte rendu :  http://ville.example:8080/a?b=c#d ", "Compte rendu", "http://ville.example:8080/a?b=c#d"),
        ("Les chiffres /surveys/la-place/results", "Les chiffres", "/surveys/la-place/results"),
    ],
)
def test_a_line_is_words_and_then_an_address(line, title, url):
    found = documents.read(line)
    assert found == {"title": title, "url": url}
    assert documents.read(documents.written(found)) == found


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Plan",
        "https://ville.example/plan.pdf",
        ": https://ville.example/plan.pdf",
        "Plan javascript:alert(1)",
        "Plan data:text/html,x",
        "Plan file:///etc/passwd",
        "Plan ftp://ville.example/plan.pdf",
        "Plan //ailleurs.example/plan.pdf",
        "Plan /\\ailleurs.example/plan.pdf",
        "Plan https:///plan.pdf",
        "Plan https://",
        "Plan https://[oops/",
        "Plan https://ville.example:port/",
        "Plan plan.pdf",
        "Plan \x00https://ville.example",
    ],
)
def test_what_leads_to_no_page_is_no_document(line):
    assert documents.read(line) is None


@given(st.text())
def test_any_text_is_read_or_refused(line):
    found = documents.read(line)
    assert found is None or found["url"].startswith(("https://", "http://", "/"))
