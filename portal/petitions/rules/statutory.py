"""Petitions that the law knows (CGCT L1112-16): by electors only, one in a quarter, a share of the roll.

An elector is told by names and day of birth as the roll writes them; they are compared as keyed hashes and kept nowhere.
"""

import datetime as dt
import re
from collections.abc import Iterator

from portal.participation.rules import mailboxes

MONTHS_OF_QUARTER = 3
OLDEST = 130
WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def quarter_of(day: dt.date) -> dt.date:
    """The first day of a quarter: an elector signs one such petition of an authority in each."""
    return day.replace(month=day.month - (day.month - 1) % MONTHS_OF_QUARTER, day=1)


def is_birth(born_on: dt.date, today: dt.date) -> bool:
    """Whether somebody who votes can be born on that day."""
    return today.year - OLDEST < born_on.year and born_on < today


def day_written(typed: str) -> str:
    """A day of a roll as it is compared, 1970-12-24; rolls know some as 00/00/1940. Empty for what is no day."""
    if found := WRITTEN_DAY.fullmatch(typed.strip()):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return typed.strip() if ISO_DAY.fullmatch(typed.strip()) else ""


def spelling(name: str, first_names: str, day: str) -> str:
    """One way to write an elector, without what people write differently: case, accents, hyphens, blanks."""
    return "\x1f".join((_run(name), _run(first_names), day))


def spellings(birth_name: str, used_name: str, first_names: str, day: str) -> Iterator[str]:
    """Every way in which an elector may write themselves, the full one first: by either name, with all first names or only
    the first of them."""
    names = [birth_name] + ([used_name] if _run(used_name) else [])
    firsts = first_names.replace(",", " ").split()
    found = {
        spelling(name, " ".join(firsts[:count]), day): None
        for name in names
        for count in range(len(firsts), 0, -1)
        if _run(name)
    }
    yield from found


def _run(words: str) -> str:
    return "".join(mailboxes.folded_words(words))
