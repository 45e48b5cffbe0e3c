"""Marking, in a text that was found, the words that were looked for. Pure, and safe by construction: all is escaped."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from portal.participation.queries import search

WORD = re.compile(r"\w+")
STEM_SIGNS = 5
ENDING_SIGNS = 4


def highlight(text: str, words: str) -> Markup:
    """The text with <mark> around words that were looked for, in any case, accent or ending."""
    wanted = [word for word in WORD.findall(search.fold(words)) if len(word) > 1]
    parts, last = [], 0
    for match in WORD.finditer(text):
        if _is_wanted(search.fold(match[0]), wanted):
            parts += [escape(text[last : match.start()]), Markup("<mark>{}</mark>").format(match[0])]
            last = match.end()
    return Markup("").join([*parts, escape(text[last:])])


def _is_wanted(word: str, wanted: Sequence[str]) -> bool:
    return any(_is_alike(word, other) for other in wanted)


def _is_alike(word: str, other: str) -> bool:
    """The same word, its beginning, or the same stem with another ending."""
    if word == other or (len(other) >= search.PREFIX_SIGNS and word.startswith(other)):
        return True
    shared = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return shared >= STEM_SIGNS and max(len(word), len(other)) - shared <= ENDING_SIGNS
