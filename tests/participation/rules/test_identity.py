"""One person, one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.participation.rules import identity

LOCALS = st.text(alphabet="abcXYZ019._+-é", min_size=1, max_size=20).filter(lambda text: text.strip("."))
DOMAINS = st.sampled_from(
    [
        "gmail.com",
        "GoogleMail.com",
        "outlook.fr",
        "example.org",
        "école.example",
        "MAIRIE.FR",
        "proton.me",
        "xn--cole-9oa.example",
    ]
)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Carol@Example.ORG", "carol@example.org"),
        (" carol@example.org ", "carol@example.org"),
        ("c.a.r.o.l+mairie@googlemail.com", "carol@gmail.com"),
        ("carol+mairie@outlook.fr", "carol@outlook.fr"),
        ("c.arol@outlook.fr", "c.arol@outlook.fr"),
        ("carol+mairie@example.org", "carol+mairie@example.org"),
        ("carol@École.example", "carol@xn--cole-9oa.example"),
    ],
)
def test_an_address_has_one_spelling(typed, canonical):
    assert identity.canonical_address(typed) == canonical


@given(LOCALS, DOMAINS)
def test_the_one_spelling_of_the_one_spelling_is_itself(local, domain):
    once = identity.canonical_address(f"{local}@{domain}")
    assert identity.canonical_address(once) == once


@given(LOCALS, DOMAINS)
def test_case_and_spaces_around_never_make_another_person(local, domain):
    address = f"{local}@{domain}"
    assert identity.canonical_address(f" {address.upper()} ") == identity.canonical_address(address.upper().lower())


def test_two_organisations_cannot_compare_who_took_part():
    keys = [identity.organisation_key(b"installation", number) for number in (1, 2)]
    assert identity.person_key(keys[0], "carol@example.org") != identity.person_key(keys[1], "carol@example.org")


def test_a_form_cannot_pass_for_a_person():
    assert identity.submission_key(b"key", "x") != identity.person_key(b"key", "x")
