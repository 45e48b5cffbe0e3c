"""What an organisation is. R1: one controller and one regime, fixed at creation."""

import re
from enum import StrEnum

SLUG = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")
HOST = re.compile(r"^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$")


class Regime(StrEnum):
    """`public`: an authority or a service. `political`: an elected official, a group or a party."""

    PUBLIC = "public"
    POLITICAL = "political"


def host_of(header: str) -> str:
    """The host name of a Host header: lower case, without port."""
    return header.lower().rsplit(":", 1)[0] if not header.endswith("]") else header.lower()
