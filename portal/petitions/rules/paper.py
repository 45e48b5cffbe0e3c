"""Lines of a sheet of signatures, and the days on which one may have come in."""

import datetime as dt
import re
from enum import StrEnum

from portal.petitions.rules import texts

PLACE_SIGNS = 120
WRITTEN_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


class WrongDay(StrEnum):
    """Why a sheet cannot have come in on that day."""

    LATER = "later"
    AFTER_CLOSING = "after_closing"


def place_problem(place: str) -> texts.Problem | None:
    """What is wrong with where somebody says they live: nothing that a spreadsheet would run, no web address."""
    if not place:
        return texts.Problem.MISSING
    if len(place) > PLACE_SIGNS:
        return texts.Problem.TOO_LONG
    if place.startswith(texts.FORMULA):
        return texts.Problem.FORMULA
    if texts.ADDRESS.search(place):
        return texts.Problem.LINK
    return None


def postcode_in(place: str) -> str:
    """The postcode in an address (the last five figures in a row), or the place itself where it is one; else nothing."""
    if found := WRITTEN_POSTCODE.findall(place):
        return str(found[-1])
    alone = texts.postcode(place)
    return alone if texts.postcode_problem(alone) is None and len(place.split()) <= 2 else ""


def wrong_day(received_on: dt.date, *, today: dt.date, closes_on: dt.date | None) -> WrongDay | None:
    """Whether a sheet that came in on that day counts: typing may go on after the closing, collecting may not."""
    if received_on > today:
        return WrongDay.LATER
    if closes_on is not None and received_on > closes_on:
        return WrongDay.AFTER_CLOSING
    return None
