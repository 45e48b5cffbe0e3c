"""What looks like fraud: lists of networks, domains and addresses, too many from one network, sudden crowds.

Nothing here refuses a signature. What looks like fraud is held: its owner sees no difference, and staff look (decision 8).
"""

import ipaddress
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

SIGNATURES_AN_HOUR = 120  # of one network under one petition, before the next ones wait
BURST_LEAST = 30  # fewer in an hour are no crowd
BURST_SPREADS = 4.0  # standard deviations above what is usual
HISTORY_LEAST = 100  # signatures before the hour, without which nobody knows what is usual of a domain
IPV6_SUBSCRIBER = 64

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Hold(StrEnum):
    """Why a signature waits for staff."""

    BLOCKED = "blocked"
    CROWD = "crowd"
    DISPOSABLE = "disposable"
    BURST = "burst"
    STAFF = "staff"


class What(StrEnum):
    """What a line of a list is about."""

    NETWORK = "network"
    DOMAIN = "domain"
    ADDRESS = "address"


class Verdict(StrEnum):
    BLOCK = "block"
    ALLOW = "allow"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Where a signature comes from; `key` is the keyed hash of its canonical address, in hexadecimal."""

    network: str | None
    domain: str
    key: str


@dataclass(frozen=True)
class Lines:
    """One list, so that a look costs a few look-ups however long it is."""

    networks: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    def has(self, seen: Seen) -> bool:
        """Whether a line is about this one; a domain is about what is under it too."""
        return (
            seen.key in self.keys
            or any(domain in self.domains for domain in parents(seen.domain))
            or (seen.network is not None and bool(self.networks) and self._has_network(seen.network))
        )

    def _has_network(self, text: str) -> bool:
        network = read_network(text)
        return any(
            version == network.version
            and length <= network.prefixlen
            and int(network.network_address) >> (network.max_prefixlen - length) in heads
            for (version, length), heads in self.networks.items()
        )


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What an organisation watches for."""

    signatures_an_hour: int = SIGNATURES_AN_HOUR
    holds_disposable: bool = True
    holds_bursts: bool = False
    blocked: Lines = field(default_factory=Lines)
    allowed: Lines = field(default_factory=Lines)


def lines(rows: Iterable[tuple[str, str]]) -> Lines:
    """A list from (what, value)."""
    networks: dict[tuple[int, int], set[int]] = {}
    domains, keys = set(), set()
    for what, value in rows:
        if what == What.NETWORK:
            network = read_network(value)
            head = int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
            networks.setdefault((network.version, network.prefixlen), set()).add(head)
        elif what == What.DOMAIN:
            domains.add(value)
        else:
            keys.add(value)
    return Lines({shape: frozenset(heads) for shape, heads in networks.items()}, frozenset(domains), frozenset(keys))


def reason(seen: Seen, guard: Guard, *, in_hour: int, is_disposable: bool) -> Hold | None:
    """Why to hold a signature: `in_hour` is its place among those of its network this hour. What is allowed never is."""
    if guard.allowed.has(seen):
        return None
    if guard.blocked.has(seen):
        return Hold.BLOCKED
    if is_disposable and guard.holds_disposable:
        return Hold.DISPOSABLE
    return Hold.CROWD if in_hour > guard.signatures_an_hour else None


def read_network(text: str) -> Network:
    """An address or a range as it is compared: nothing finer than a subscriber's /64 in IPv6. Raises ValueError."""
    network = ipaddress.ip_network(text.strip(), strict=False)
    if isinstance(network, ipaddress.IPv6Network):
        mapped = network.network_address.ipv4_mapped
        if mapped is not None and network.prefixlen >= 96:
            return ipaddress.ip_network((mapped, network.prefixlen - 96), strict=False)
        if network.prefixlen > IPV6_SUBSCRIBER:
            return network.supernet(new_prefix=IPV6_SUBSCRIBER)
    return network


def read_domain(text: str) -> str:
    """A mail domain in its one spelling. Raises ValueError."""
    domain = text.strip().lower().rpartition("@")[2].strip(".")
    labels = domain.encode("idna").decode().split(".") if domain else []
    if len(labels) < 2 or not all(label and label.replace("-", "").isalnum() for label in labels):
        raise ValueError("no mail domain")
    return ".".join(labels)


def parents(domain: str) -> Iterator[str]:
    """A domain and those it is under, the top one left out."""
    labels = domain.split(".")
    for place in range(len(labels) - 1):
        yield ".".join(labels[place:])


def usual(hour: int, before_own: int, before_all: int) -> float:
    """How many an hour of this many signatures usually has of a network or a domain: its share of those before."""
    return hour * before_own / before_all if before_all else 0.0


def is_burst(what: What, number: int, expected: float, before_all: int) -> bool:
    """Whether so many in an hour are a sudden crowd: at least 30, and four standard deviations (of a Poisson count) over
    what the petition's own past lets expect. A domain is judged only once there is a past: large providers always have many.
    """
    if number < BURST_LEAST or (what is What.DOMAIN and before_all < HISTORY_LEAST):
        return False
    return number > expected + BURST_SPREADS * math.sqrt(max(expected, 1.0))
