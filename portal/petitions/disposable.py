"""Mail providers that anybody may have a new address of at each press: the list that the package keeps (decision 10)."""

from disposable_email_domains import blocklist

from portal.petitions.rules import fraud

DOMAINS: frozenset[str] = frozenset(blocklist)


def is_disposable(domain: str) -> bool:
    """Whether a mail domain, or one that it is under, is of such a provider."""
    return any(each in DOMAINS for each in fraud.parents(domain))
