"""Single values of a file: texts cleaned, numbers and instants read or refused."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portal.petitions.importing.shapes import Code, WrongLine
from portal.petitions.rules import texts

TITLE_SIGNS, TEXT_SIGNS, ID_SIGNS = 300, 20_000, 80
MOST = 10_000_000_000

Says = Mapping[str, Any]


def identifier(says: Says, name: str = "id") -> str:
    found = texts.one_line(str(says.get(name) or ""))[:ID_SIGNS]
    if not found:
        raise WrongLine(Code.NO_ID)
    return found


def title(says: Says, name: str) -> str:
    found = texts.one_line(str(says.get(name) or ""))[:TITLE_SIGNS]
    if not found:
        raise WrongLine(Code.NO_TITLE)
    return found


def words(says: Says, name: str) -> str:
    return texts.paragraphs(str(says.get(name) or ""))[:TEXT_SIGNS]


def number(says: Says, name: str) -> int:
    """A whole number from 0 on."""
    typed = str(says.get(name, "")).strip()
    if not (typed.isascii() and typed.isdigit()) or int(typed) > MOST:
        raise WrongLine(Code.WRONG_NUMBER, typed)
    return int(typed)


def instant(says: Says, name: str) -> dt.datetime | None:
    """ISO 8601, a day, or seconds since 1970; None where nothing stands."""
    typed = str(says.get(name) or "").strip()
    if not typed:
        return None
    try:
        if typed.isascii() and typed.isdigit() and len(typed) > 8:
            return dt.datetime.fromtimestamp(int(typed), dt.UTC)
        found = dt.datetime.fromisoformat(typed)
    except (ValueError, OverflowError, OSError) as error:
        raise WrongLine(Code.WRONG_DATE, typed) from error
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def needed_instant(says: Says, *names: str) -> dt.datetime:
    """The first of these that stands."""
    for name in names:
        if (found := instant(says, name)) is not None:
            return found
    raise WrongLine(Code.WRONG_DATE)
