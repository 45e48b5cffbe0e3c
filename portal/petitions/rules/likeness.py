"""How alike two titles read, whatever their accents, endings and mistakes."""

import math
import re
import unicodedata

GRAM_SIGNS = 3
LEAST = 0.28  # below, titles share little more than the language they are written in
SHORTEST_WORD = 3

WORD = re.compile(r"\w+")
EMPTY = frozenset(
    re.split(
        r"\s+",
        """aux avec ces cette dans des donc est elle ils les leur leurs mais nos notre nous par pas plus pour que qui sans ses son
        sur une vos votre vous and for our the this that with""",
    )
)


def grams(title: str) -> frozenset[str]:
    """The runs of three signs in the words that say something, edges of words included."""
    folded = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", title.casefold()))
    words = (word for word in WORD.findall(folded) if len(word) >= SHORTEST_WORD and word not in EMPTY)
    return frozenset(gram for word in words for gram in _runs(f" {word} "))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1: the cosine of the two sets, so that a short title fits a long one that holds its words."""
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def _runs(word: str) -> list[str]:
    return [word[place : place + GRAM_SIGNS] for place in range(len(word) - GRAM_SIGNS + 1)]
