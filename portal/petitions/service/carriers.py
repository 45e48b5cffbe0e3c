"""Somebody who starts or carries a petition."""

from dataclasses import dataclass

from portal.consents.service import Ticked


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """What they said of themselves, checked; their address is not confirmed yet."""

    name: str
    address: str
    postcode: str
    zone_id: int | None = None
    shows_name: bool = False
    language: str = "fr"
    ticked: Ticked | None = None
