"""What the contact base tells the rest of the portal."""

from dataclasses import dataclass

from portal.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """Somebody is to be forgotten. `person_key` (hexadecimal) is the keyed hash under which they take part."""

    person_key: str
    erased_at: str
