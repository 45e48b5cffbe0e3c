"""Where a request really comes from: forwarding headers count only from proxies the installation named."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import request

from portal.settings import Network


class TrustedProxies:
    """WSGI layer: the nearest address that is not one of our proxies becomes REMOTE_ADDR; others' headers are dropped."""

    def __init__(self, app: Any, proxies: tuple[Network, ...]) -> None:
        self._app = app
        self._proxies = proxies

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        forwarded = environ.pop("HTTP_X_FORWARDED_FOR", None)
        scheme = environ.pop("HTTP_X_FORWARDED_PROTO", None)
        environ["parvis.is_forwarded"] = bool(forwarded or scheme or environ.get("HTTP_FORWARDED"))
        if self._is_ours(environ.get("REMOTE_ADDR", "")):
            self._believe(environ, forwarded, scheme)
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer

    def _believe(self, environ: dict[str, Any], forwarded: str | None, scheme: str | None) -> None:
        if scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme
        hops = [hop.strip() for hop in (forwarded or "").split(",") if hop.strip()]
        for hop in reversed(hops):
            if not _is_address(hop):
                return
            environ["REMOTE_ADDR"] = hop
            if not self._is_ours(hop):
                return

    def _is_ours(self, address: str) -> bool:
        return _is_in(address, self._proxies)


@lru_cache(maxsize=4096)
def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_address(text: str) -> bool:
    return _parsed(text) is not None


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """What limits are counted by: an IPv4 address, or the /64 that one IPv6 subscriber holds."""
    parsed = _parsed(address)
    if parsed is None:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def client_network() -> str:
    """The network of this request."""
    return network_of(request.remote_addr or "")


def is_loopback(address: str | None) -> bool:
    """Whether an address is this machine's own."""
    return bool(address) and _is_address(address or "") and ipaddress.ip_address(address or "").is_loopback
