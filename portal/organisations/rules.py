"""What an organisation is. R1: one controller and one regime, fixed at creation."""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

SLUG = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")
HOST = re.compile(r"^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$")

# What notices and legal pages say of the organisation; the first two are needed before any form opens (R11).
LEGAL_KEYS = ("controller", "contact", "officer", "address", "director", "host")
VERSION_SIGNS = 12


class Regime(StrEnum):
    """`public`: an authority or a service. `political`: an elected official, a group or a party."""

    PUBLIC = "public"
    POLITICAL = "political"


def host_of(header: str) -> str:
    """The host name of a Host header: lower case, without port."""
    return header.lower().rsplit(":", 1)[0] if not header.endswith("]") else header.lower()


def colours_of(identity: Mapping[str, Any]) -> tuple[str, str] | None:
    """The main and the second colour; None where the organisation keeps the portal's own."""
    brand, accent = identity.get("brand"), identity.get("accent")
    return (str(brand), str(accent)) if brand and accent else None


def colours_version(colours: tuple[str, str]) -> str:
    """A word that changes with the colours, for an address that can be kept for a year."""
    return hashlib.sha256("/".join(colours).encode()).hexdigest()[:VERSION_SIGNS]
