"""One person, one key: what makes two addresses the same person's. Frozen per version: keys are compared for years."""

import hmac
from functools import lru_cache

KEY_VERSION = 1
SUBMISSION_KEY = 0  # `anyone`: the key is the form's own, so that only a repeated form is the same participation

PAPER_KEY = 21  # a name and a place as written on paper: 21, 22… are versions of how they are compared

FORGOTTEN_KEY = -1  # the person was taken out after the retention: the key is a random one

# Providers that deliver a.l.i.c.e@ to alice@, as they document it.
DOTLESS = frozenset({"gmail.com", "googlemail.com"})
SAME_DOMAIN = {"googlemail.com": "gmail.com"}
# Providers that deliver alice+town@ to alice@.
TAGGED = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com", "live.fr",
     "icloud.com", "me.com", "proton.me", "protonmail.com", "fastmail.com"}
)  # fmt: skip


def canonical_address(address: str) -> str:
    """The one spelling of a valid mail address: lower case, IDNA domain, without what its provider ignores."""
    local, _, domain = address.strip().lower().rpartition("@")
    domain = domain.encode("idna").decode() if not domain.isascii() else domain
    if domain in TAGGED:
        local = local.partition("+")[0] or local
    if domain in DOTLESS:
        local = local.replace(".", "") or local
    return f"{local}@{SAME_DOMAIN.get(domain, domain)}"


def mail_domain(address: str) -> str:
    """The domain of an address, in its one spelling."""
    return canonical_address(address).rpartition("@")[2]


@lru_cache(maxsize=1024)
def organisation_key(person_key: bytes, organisation_id: int) -> bytes:
    """A key per organisation, so that no two can compare who took part."""
    return hmac.digest(person_key, f"organisation:{organisation_id}".encode(), "sha256")


def person_key(key: bytes, canonical: str) -> bytes:
    """What is stored instead of a person: an HMAC that nobody can undo without the key."""
    return hmac.digest(key, f"v{KEY_VERSION}\x1f{canonical}".encode(), "sha256")


def submission_key(key: bytes, submission_id: str) -> bytes:
    """The key of an answer without identity: its form's own id."""
    return hmac.digest(key, f"submission\x1f{submission_id}".encode(), "sha256")


def paper_key(key: bytes, name: str, place: str) -> bytes:
    """The key of somebody who signed on paper: a folded name and a folded place, which no address can be."""
    return hmac.digest(key, f"paper{PAPER_KEY}\x1f{name}\x1f{place}".encode(), "sha256")
