"""Addresses behind proxies: believed from ours alone."""

import ipaddress

import pytest

from portal.core import network

OURS = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128"))


def seen(remote, **headers):
    caught = {}

    def app(environ, _start_response):
        caught.update(environ)
        return []

    list(network.TrustedProxies(app, OURS)({"REMOTE_ADDR": remote, "wsgi.url_scheme": "http"} | headers, None))
    return caught


def test_a_stranger_cannot_choose_an_address():
    environ = seen("203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.1", HTTP_X_FORWARDED_PROTO="https")
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("203.0.113.9", "http")
    assert "HTTP_X_FORWARDED_FOR" not in environ


def test_our_proxy_tells_the_address_and_the_scheme():
    environ = seen("10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1", HTTP_X_FORWARDED_PROTO="https")
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("198.51.100.1", "https")
    assert environ["parvis.is_forwarded"]


def test_the_nearest_address_that_is_not_ours_counts():
    environ = seen("10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 198.51.100.1, 10.0.0.2")
    assert environ["REMOTE_ADDR"] == "198.51.100.1"


@pytest.mark.parametrize("nonsense", ["unknown", "' OR 1=1", "999.1.1.1", ",,,"])
def test_nonsense_in_the_header_is_not_believed(nonsense):
    assert seen("10.0.0.1", HTTP_X_FORWARDED_FOR=nonsense)["REMOTE_ADDR"] == "10.0.0.1"


@pytest.mark.parametrize("scheme", ["javascript", "HTTPS://", ""])
def test_only_web_schemes_are_believed(scheme):
    assert seen("10.0.0.1", HTTP_X_FORWARDED_PROTO=scheme)["wsgi.url_scheme"] == "http"


@pytest.mark.parametrize(
    ("address", "expected"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::ffff:192.0.2.7", "192.0.2.7"),
     ("", "unknown"), ("nowhere", "unknown")],
)  # fmt: skip
def test_limits_count_by_subscriber(address, expected):
    assert network.network_of(address) == expected


def test_only_this_machine_is_loopback():
    assert network.is_loopback("127.0.0.1")
    assert network.is_loopback("::1")
    assert not network.is_loopback("10.0.0.1")
    assert not network.is_loopback(None)
