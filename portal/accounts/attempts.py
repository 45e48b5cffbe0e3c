"""How often a password may be tried, so that guessing is slow and nobody can lock somebody else out.

A network from which an account has signed in before has a count of its own for that account; all other networks share
one. Whoever hammers an account from elsewhere uses up the second and never the first, and the mailed link stays open.
"""

import contextlib

from flask import current_app
from redis import RedisError

from portal.core import jobs, limits, network, tokens
from portal.core.tenancy import current_organisation_id

FROM_HERE = "10/15 minutes"
FROM_ELSEWHERE = "50/hour"
KNOWN_SECONDS = 90 * 24 * 3600


def may_try(email: str) -> bool:
    """Count one try for this address from this network; False when it must not even be looked at."""
    who = str(current_organisation_id()), email
    if not limits.take(FROM_HERE, "password", *who, network.client_network()):
        return False
    return _is_known(email) or limits.take(FROM_ELSEWHERE, "password", *who)


def remember_network(email: str) -> None:
    """After a sign-in: this network is one of this person's for three months. Kept as a keyed hash."""
    with contextlib.suppress(RedisError):
        jobs.valkey().set(_known_key(email), 1, ex=KNOWN_SECONDS)


def _is_known(email: str) -> bool:
    try:
        return bool(jobs.valkey().exists(_known_key(email)))
    except RedisError:
        return False


def _known_key(email: str) -> str:
    key = current_app.extensions["settings"].person_key
    which = tokens.keyed(key, "network", str(current_organisation_id()), email, network.client_network())
    return f"parvis:known:{which.hex()}"
