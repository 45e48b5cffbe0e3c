"""What looks like fraud: lists, too many from one network, sudden crowds."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.petitions.rules import fraud
from portal.petitions.rules.fraud import Guard, Hold, Seen, What


def seen(network="192.0.2.7", domain="example.org", key="00"):
    return Seen(network=network, domain=domain, key=key)


def reason(where=None, *, in_hour=1, is_disposable=False, **guard):
    return fraud.reason(where or seen(), Guard(**guard), in_hour=in_hour, is_disposable=is_disposable)


def test_a_signature_like_others_is_counted():
    assert reason() is None


def test_what_a_blocked_line_is_about_waits():
    for line in (("network", "192.0.2.0/24"), ("domain", "example.org"), ("address", "00")):
        assert reason(blocked=fraud.lines([line])) is Hold.BLOCKED, line
    for line in (("network", "198.51.100.0/24"), ("domain", "le.org"), ("address", "01"), ("network", "2001:db8::/32")):
        assert reason(blocked=fraud.lines([line])) is None, line


def test_a_domain_is_about_what_is_under_it_too():
    blocked = fraud.lines([("domain", "spam.example")])
    assert reason(seen(domain="a.b.spam.example"), blocked=blocked) is Hold.BLOCKED
    assert reason(seen(domain="notspam.example"), blocked=blocked) is None


def test_what_is_allowed_is_never_held():
    allowed = fraud.lines([("network", "192.0.2.7")])
    blocked = fraud.lines([("network", "192.0.2.0/24")])
    assert reason(allowed=allowed, blocked=blocked, in_hour=10_000, is_disposable=True) is None


def test_more_than_the_limit_of_one_network_wait_and_none_of_an_unknown_one():
    assert reason(in_hour=120) is None
    assert reason(in_hour=121) is Hold.CROWD
    assert reason(seen(network=None), in_hour=0, blocked=fraud.lines([("network", "0.0.0.0/0")])) is None


def test_disposable_mailboxes_wait_where_the_organisation_wants_so():
    assert reason(is_disposable=True) is Hold.DISPOSABLE
    assert reason(is_disposable=True, holds_disposable=False) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        (" 192.0.2.9/24 ", "192.0.2.0/24"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::/48", "2001:db8::/48"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
    ],
)
def test_a_network_has_one_spelling(typed, kept):
    assert str(fraud.read_network(typed)) == kept


def test_what_is_no_network_or_domain_is_refused():
    for typed in ("", "example.org", "192.0.2.300", "192.0.2.0/33"):
        with pytest.raises(ValueError, match=r".*"):
            fraud.read_network(typed)
    for typed in ("", "org", "a..org", "a b.org", "-", "é" * 70 + ".fr"):
        with pytest.raises(ValueError, match=r".*"):
            fraud.read_domain(typed)
    assert fraud.read_domain("Carol@Été.Example.") == "xn--t-9fab.example"


@given(st.ip_addresses(v=4), st.integers(0, 32), st.ip_addresses(v=4))
def test_a_range_has_exactly_what_is_in_it(start, length, address):
    network = ipaddress.ip_network((start, length), strict=False)
    found = fraud.lines([("network", str(network))]).has(seen(network=str(address)))
    assert found == (address in network)


def test_a_sudden_crowd_is_far_above_the_petition_s_own_past():
    assert not fraud.is_burst(What.NETWORK, 29, 0.0, 0), "too few"
    assert fraud.is_burst(What.NETWORK, 30, 0.0, 0), "thirty of a network that nobody knew"
    assert not fraud.is_burst(What.DOMAIN, 500, 0.0, 99), "a large provider, on the first day"
    assert not fraud.is_burst(What.DOMAIN, 400, fraud.usual(1000, 350, 1000), 1000), "what it always has"
    assert fraud.is_burst(What.DOMAIN, 450, fraud.usual(1000, 350, 1000), 1000)
    assert not fraud.is_burst(What.NETWORK, 300, fraud.usual(3000, 100, 1000), 1000), "the school, on a busy day"
