"""Instants in forms, as the wall clock of the town says them."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from wtforms import DateTimeLocalField

from portal.core import tenancy

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
YEARS = range(2000, 2200)


class LocalTimeField(DateTimeLocalField):
    """An instant as the wall clock of the town says it; `instant` is the same in UTC, which is what is stored."""

    data: dt.datetime | None

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=FORMATS, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Write a day and a time, for instance 2027-01-31 18:00.")) from error
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(gettext("Write a year of this century."))

    @property
    def instant(self) -> dt.datetime | None:
        if self.data is None:
            return None
        return self.data.replace(tzinfo=_zone()).astimezone(dt.UTC)

    @property
    def needed(self) -> dt.datetime:
        """The same, where validation saw to it that something was written."""
        instant = self.instant
        if instant is None:
            raise ValueError(f"{self.name} was not validated")
        return instant


def local(instant: dt.datetime | None) -> dt.datetime | None:
    """An instant as the wall clock shows it, for a field's first value."""
    return instant.astimezone(_zone()).replace(tzinfo=None) if instant else None


def _zone() -> ZoneInfo:
    return ZoneInfo(tenancy.organisation().time_zone)
