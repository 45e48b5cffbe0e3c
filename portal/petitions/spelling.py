"""The one spelling under which lists and searches know a network, a mail domain or an address."""

from portal.participation.service import keys
from portal.petitions.rules import fraud
from portal.petitions.rules.fraud import What


def stored(what: What, typed: str) -> str:
    """The one spelling under which a list or a search knows what was typed. Raises ValueError."""
    if what is What.NETWORK:
        return str(fraud.read_network(typed))
    if what is What.DOMAIN:
        return fraud.read_domain(typed)
    if "@" not in typed:
        raise ValueError("no mail address")
    return keys.person_key(typed).hex()
