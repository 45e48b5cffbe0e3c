"""Which participations staff mean when they set many aside: conditions that all must hold."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What is None or empty asks nothing. `days` are those since which they count; `more` holds values of the criteria
    that the kind of the activity adds, by their names."""

    zone_id: int | None = None
    assurance: str | None = None
    channel: str | None = None
    submitted_from: dt.datetime | None = None
    submitted_until: dt.datetime | None = None
    days: tuple[dt.date, ...] = ()
    ids: tuple[int, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether this would mean everybody."""
        return not self.as_json().keys() - {"submitted_until"}

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the log and for the work that goes on later; what asks nothing is left out."""
        plain = {
            "zone_id": self.zone_id,
            "assurance": self.assurance,
            "channel": self.channel,
            "submitted_from": self.submitted_from.isoformat() if self.submitted_from else None,
            "submitted_until": self.submitted_until.isoformat() if self.submitted_until else None,
            "days": [day.isoformat() for day in self.days],
            "ids": list(self.ids),
            "more": dict(self.more),
        }
        return {name: value for name, value in plain.items() if value not in (None, [], {})}


def from_json(plain: Mapping[str, Any]) -> Conditions:
    """What `as_json` wrote. Raises ValueError for anything else."""
    try:
        return Conditions(
            zone_id=int(plain["zone_id"]) if "zone_id" in plain else None,
            assurance=str(plain["assurance"]) if "assurance" in plain else None,
            channel=str(plain["channel"]) if "channel" in plain else None,
            submitted_from=_instant(plain.get("submitted_from")),
            submitted_until=_instant(plain.get("submitted_until")),
            days=tuple(dt.date.fromisoformat(day) for day in plain.get("days", ())),
            ids=tuple(int(each) for each in plain.get("ids", ())),
            more={str(name): str(value) for name, value in dict(plain.get("more", {})).items()},
        )
    except (AttributeError, TypeError) as error:
        raise ValueError("these are no conditions") from error


def _instant(written: str | None) -> dt.datetime | None:
    if written is None:
        return None
    instant = dt.datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError("an instant says its offset")
    return instant
