"""Options written one per line: whose key each line keeps.

A key stands for what was counted under it, so a line that says the same keeps its key wherever it moves. A line that
says something else in the place of an old one is either better words or another answer. Where people have answered
already only the editor knows which: it is asked, never guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from portal.surveys.rules.editing import Spent
from portal.surveys.rules.shapes import Option, Question, Text

ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One option as the editor wrote it."""

    label: Text
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """An option that people may have chosen, and the line that now stands in its place."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The question with its lines as options, and what must be asked before it may be kept."""

    question: Question
    doubts: list[Doubt]


def rewrite(
    question: Question,
    lines: Sequence[Line],
    language: str,
    *,
    counted: frozenset[str] = frozenset(),
    is_same: Mapping[str, bool] | None = None,
) -> Rewritten:
    """Give each line its key. `counted`: keys that were published, so that answers may stand under them. `is_same`:
    what the editor said of earlier doubts, by key."""
    answers = is_same or {}
    kept = _kept(question.options, lines, language)
    pairs = _in_place_of(question.options, lines, language, kept)
    doubts = []
    for place, option in pairs.items():
        if option.key in counted and option.key not in answers:
            doubts.append(Doubt(option.key, option.label.get(language, ""), lines[place].label.get(language, "")))
        if option.key not in counted or answers.get(option.key, False):
            kept[place] = option
    spent = Spent(question)
    options = tuple(
        Option(
            key=kept[place].key if place in kept else spent.next_key(),
            label={language: words for language, words in line.label.items() if words},
            is_exclusive=line.is_exclusive,
        )
        for place, line in enumerate(lines)
    )
    return Rewritten(replace(question, options=options, spent_options=spent.count), doubts)


def _kept(options: Sequence[Option], lines: Sequence[Line], language: str) -> dict[int, Option]:
    """Lines that say exactly what an option said."""
    by_label = {option.label.get(language, ""): option for option in reversed(options)}
    kept: dict[int, Option] = {}
    for place, line in enumerate(lines):
        option = by_label.pop(line.label.get(language, ""), None)
        if option is not None:
            kept[place] = option
    return kept


def _in_place_of(
    options: Sequence[Option], lines: Sequence[Line], language: str, kept: Mapping[int, Option]
) -> dict[int, Option]:
    """For each other line, the option it seems to replace: the one that stood there, else the most alike."""
    gone = {place: option for place, option in enumerate(options) if option not in kept.values()}
    pairs: dict[int, Option] = {}
    new = [place for place in range(len(lines)) if place not in kept]
    for place in new:
        if place in gone:
            pairs[place] = gone.pop(place)
    for place in new:
        words = lines[place].label.get(language, "")
        alike = {old: _likeness(words, option.label.get(language, "")) for old, option in gone.items()}
        best = max(alike, key=lambda old: alike[old], default=None)
        if place not in pairs and best is not None and alike[best] >= ALIKE:
            pairs[place] = gone.pop(best)
    return pairs


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
