"""What may be written in a petition and under it. Problems are keys, which pages say in words."""

import re
import unicodedata
from enum import StrEnum

ASK_SIGNS = 80
BACKGROUND_SIGNS = 300
DETAILS_SIGNS = 800
NAME_SIGNS = 100
COMMENT_SIGNS = 300
POSTCODE_SIGNS = 12
SHORTEST_NAME = 2

ADDRESS = re.compile(r"(?:https?://|www\.)\S|\S\.(?:com|org|net|info|fr|eu|io|ru|cn|biz|shop|top|xyz)\b", re.IGNORECASE)
FORMULA = ("=", "+", "-", "@")
POSTCODE = re.compile(r"[0-9a-z][0-9a-z -]{1,10}[0-9a-z]", re.IGNORECASE)
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SPACES = re.compile(r"[^\S\n]+")
BLANK_LINES = re.compile(r"\n{3,}")


class Problem(StrEnum):
    """What is wrong with a text."""

    MISSING = "missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    LINK = "link"
    FORMULA = "formula"
    NO_LETTER = "no_letter"
    POSTCODE = "postcode"


def one_line(text: str) -> str:
    """Typed or pasted text as one line: no controls, nothing invisible, single spaces."""
    return SPACES.sub(" ", paragraphs(text).replace("\n", " ")).strip()


def paragraphs(text: str) -> str:
    """The same with its paragraphs; at most one empty line between two."""
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    visible = "".join(
        sign for sign in INVISIBLE.sub("", unified) if sign in "\n\t" or unicodedata.category(sign) != "Cc"
    )
    lines = (SPACES.sub(" ", line).strip() for line in visible.split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def name_problem(name: str) -> Problem | None:
    """What is wrong with a cleaned name: no web address, nothing that a spreadsheet would run."""
    if not name:
        return Problem.MISSING
    if len(name) > NAME_SIGNS:
        return Problem.TOO_LONG
    if name.startswith(FORMULA):
        return Problem.FORMULA
    if ADDRESS.search(name):
        return Problem.LINK
    if sum(sign.isalpha() for sign in name) < SHORTEST_NAME:
        return Problem.NO_LETTER
    return None


def text_problem(text: str, limit: int, *, is_required: bool) -> Problem | None:
    """What is wrong with a cleaned text of at most `limit` signs."""
    if not text:
        return Problem.MISSING if is_required else None
    return Problem.TOO_LONG if len(text) > limit else None


def ask_problem(ask: str) -> Problem | None:
    """What is wrong with what a petition asks for: its title."""
    problem = text_problem(ask, ASK_SIGNS, is_required=True)
    if problem is None and ask.startswith(FORMULA):
        return Problem.FORMULA
    if problem is None and ADDRESS.search(ask):
        return Problem.LINK
    if problem is None and sum(sign.isalpha() for sign in ask) < SHORTEST_NAME:
        return Problem.NO_LETTER
    return problem


def postcode(typed: str) -> str:
    """A postcode as it is kept: capitals, no spaces."""
    return one_line(typed).upper().replace(" ", "")


def postcode_problem(typed: str) -> Problem | None:
    """What is wrong with a postcode: five figures in France, up to twelve signs elsewhere."""
    if not typed:
        return Problem.MISSING
    if len(typed) > POSTCODE_SIGNS or not POSTCODE.fullmatch(typed) or not any(sign.isdigit() for sign in typed):
        return Problem.POSTCODE
    return None
