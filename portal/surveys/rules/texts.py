"""Words that people typed: one form for equal texts, and nothing that a database or a screen cannot hold."""

import re
import unicodedata
from collections.abc import Callable

from portal.surveys.rules.problems import Code, Wrong

FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BLANKS = re.compile(r"\s+")
GAPS = re.compile(r"\n{3,}")

FAR_TOO_LONG = 4
"""A text this many times over the limit is refused before it is cleaned."""


def text(*, is_long: bool, limit: int) -> Callable[[str], str | None]:
    """A reader of texts: NFC, trimmed, newlines as \\n; a short text is one line. None when nothing was written.

    The limit counts characters (code points) after cleaning.
    """
    clean = lines if is_long else line

    def read(value: str) -> str | None:
        if not value:
            return None
        if len(value) > limit * FAR_TOO_LONG:
            raise Wrong(Code.TOO_LONG, maximum=limit, count=len(value))
        words = clean(value)
        if len(words) > limit:
            raise Wrong(Code.TOO_LONG, maximum=limit, count=len(words))
        return words or None

    return read


def line(value: str) -> str:
    """A text on one line. Raises Wrong for control characters."""
    return BLANKS.sub(" ", _checked(value)).strip()


def lines(value: str) -> str:
    """A text on several lines: no blanks at the ends of lines, at most one empty line in a row. Raises Wrong."""
    words = NEWLINES.sub("\n", _checked(value))
    return GAPS.sub("\n\n", "\n".join(row.rstrip() for row in words.split("\n"))).strip()


def _checked(value: str) -> str:
    if FORBIDDEN.search(value):
        raise Wrong(Code.FORBIDDEN_CHARACTER)
    return value if value.isascii() else unicodedata.normalize("NFC", value)
