"""What a survey asks: immutable pages, questions and options, and the limits they keep."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Text = dict[str, str]
"""One wording by language code: {"fr": "Où ?", "en": "Where?"}."""

Bound = int | float | date | None

MAX_PAGES = 50
MAX_QUESTIONS = 200
MAX_OPTIONS = 200
MAX_LABEL = 500
MAX_PROSE = 5000
SHORT_TEXT = 200
LONG_TEXT = 3000
SCALE_POINTS = range(2, 12)
SCALE_BOTTOM = -5
SCALE_TOP = 100
NUMBER_LIMIT = 10**12
"""Beyond it, a sum of squares over a million answers loses its last digits."""

OTHER = "~other"
"""Posted, and counted, as the choice "other": no option key may begin so."""


class QuestionType(StrEnum):
    """How a question is answered. `STATEMENT` is a text to read and is never answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    ZONE = "zone"
    DATE = "date"
    YES_NO = "yes_no"
    STATEMENT = "statement"


CHOICES = frozenset({QuestionType.SINGLE, QuestionType.MULTIPLE})
TEXTS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One offered answer. An exclusive one ("none of these") stands alone in a multiple choice and is sorted last."""

    key: str
    label: Text
    is_exclusive: bool = False

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. Its key keeps its meaning over all versions of the questionnaire and is never given again.

    `minimum` and `maximum`: ticks (multiple), first and last point (scale), value (number), day (date),
    characters (texts, `maximum` only). `layer` names the zones to choose from. `name` is the column name in
    exports, kept from an imported form. `spent_options` is how many option keys were ever given.
    """

    key: str
    type: QuestionType
    title: Text
    help: Text = field(default_factory=dict)
    is_required: bool = False
    options: tuple[Option, ...] = ()
    minimum: Bound = None
    maximum: Bound = None
    is_decimal: bool = False
    unit: Text = field(default_factory=dict)
    low_label: Text = field(default_factory=dict)
    high_label: Text = field(default_factory=dict)
    layer: str = ""
    has_other: bool = False
    name: str = ""
    spent_options: int = 0

    def __hash__(self) -> int:
        return hash((self.key, self.type))

    @property
    def is_answered(self) -> bool:
        """Whether people answer it at all: a statement is only read."""
        return self.type is not QuestionType.STATEMENT

    @property
    def points(self) -> range:
        """The points of a scale, lowest first; empty for other questions."""
        if self.type is not QuestionType.SCALE:
            return range(0)
        low = self.minimum if isinstance(self.minimum, int) else 1
        high = self.maximum if isinstance(self.maximum, int) else low + 4
        return range(low, high + 1)

    @property
    def max_length(self) -> int:
        """The most characters a text may have."""
        limit = LONG_TEXT if self.type is QuestionType.LONG_TEXT else SHORT_TEXT
        return min(limit, self.maximum) if isinstance(self.maximum, int) else limit

    @property
    def other_field(self) -> str:
        """The name of the form field that takes the words of "other"."""
        return f"{self.key}.other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is shown on one screen."""

    key: str
    title: Text = field(default_factory=dict)
    intro: Text = field(default_factory=dict)
    questions: tuple[Question, ...] = ()

    def __hash__(self) -> int:
        return hash((self.key, self.questions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """All pages in order. `spent_keys` is the highest question number ever given, so that no key comes back."""

    pages: tuple[Page, ...]
    spent_keys: int = 0

    def __hash__(self) -> int:
        return hash(self.pages)

    def questions(self) -> Iterator[Question]:
        """Every question in the order of the pages, statements included."""
        for page in self.pages:
            yield from page.questions

    def find_question(self, key: str) -> Question | None:
        """The question with this key, if it is asked."""
        return next((question for question in self.questions() if question.key == key), None)


def said(text: Text, language: str, fallback: str = "fr") -> str:
    """The wording in a language, else in the fallback, else in any language it was written in; never None."""
    return text.get(language) or text.get(fallback) or next((words for words in text.values() if words), "")
