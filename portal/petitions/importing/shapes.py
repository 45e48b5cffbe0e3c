"""What a file says of one petition, whatever the file; and why a line cannot be taken."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from portal.petitions.rules.states import Reason, Standing
from portal.petitions.rules.thresholds import Promise


class Code(StrEnum):
    """Why a line is refused."""

    NO_ID = "no_id"
    NO_TITLE = "no_title"
    WRONG_NUMBER = "wrong_number"
    WRONG_DATE = "wrong_date"
    NOT_PUBLIC = "not_public"
    TWICE = "twice"


class WrongLine(Exception):
    """A line that is not taken; `detail` is what was read."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail[:80]


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A promise of the other portal: at which number, and when it was reached and debated, if it was."""

    promise: Promise
    number: int
    reached_at: dt.datetime | None = None
    session_on: dt.date | None = None
    session_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Response:
    """What was officially answered there."""

    body: str
    published_at: dt.datetime
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Past:
    """One petition. `number` is a total without persons: whoever signed there has no receipt here."""

    source: str  # the host on which it stood
    source_id: str
    url: str
    author: str  # of an answer: the institution
    language: str
    ask: str
    number: int
    opens_at: dt.datetime
    standing: Standing = Standing.ACCEPTED
    background: str = ""
    details: str = ""
    closes_at: dt.datetime | None = None
    reason: Reason | None = None
    note: str = ""
    decided_at: dt.datetime | None = None
    is_text_hidden: bool = False
    themes: tuple[str, ...] = ()
    promises: tuple[Reached, ...] = ()
    response: Response | None = field(default=None)

    @property
    def digest(self) -> bytes:
        """What tells the same line from a changed one."""
        return hashlib.sha256(repr(self).encode()).digest()
