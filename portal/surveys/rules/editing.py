"""Changes of a questionnaire, as the editor makes them: each returns a new one, checked when it is read back or opened.

A draft may be unfinished (an empty page, a question without options): `checks.check` says when it can be asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from portal.surveys.rules.shapes import Option, Page, Question, Questionnaire

Item = TypeVar("Item")

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
MAX_GIVEN_LETTERS = 2


def next_question_key(questionnaire: Questionnaire) -> str:
    """A key that no question of any earlier version had, since counts are kept by key."""
    return f"q{_spent(questionnaire) + 1}"


def next_page_key(questionnaire: Questionnaire) -> str:
    """A free page key. Nothing is counted by page, so a removed page's key may come back."""
    return f"p{max((_number(page.key) for page in questionnaire.pages), default=0) + 1}"


def add_page(questionnaire: Questionnaire, page: Page, at: int | None = None) -> Questionnaire:
    """Put a page in at a place, else last; its questions' keys count as given."""
    return _with_pages(questionnaire, _inserted(questionnaire.pages, page, at))


def remove_page(questionnaire: Questionnaire, key: str) -> Questionnaire:
    """Take a page out with its questions. Raises KeyError where there is none."""
    return _with_pages(questionnaire, _removed(questionnaire.pages, _page(questionnaire, key)))


def move_page(questionnaire: Questionnaire, key: str, to: int) -> Questionnaire:
    """Put a page at another place (0 is the first). Raises KeyError."""
    page = _page(questionnaire, key)
    return _with_pages(questionnaire, _inserted(_removed(questionnaire.pages, page), page, to))


def replace_page(questionnaire: Questionnaire, key: str, page: Page) -> Questionnaire:
    """Change a page in place: title, intro, all its questions. Raises KeyError."""
    old = _page(questionnaire, key)
    return _with_pages(questionnaire, tuple(page if each is old else each for each in questionnaire.pages))


def add_question(
    questionnaire: Questionnaire, page_key: str, question: Question, at: int | None = None
) -> Questionnaire:
    """Put a question on a page at a place, else last. Raises KeyError for an unknown page."""
    page = _page(questionnaire, page_key)
    return replace_page(questionnaire, page_key, replace(page, questions=_inserted(page.questions, question, at)))


def remove_question(questionnaire: Questionnaire, key: str) -> Questionnaire:
    """Take a question out; its key is never given again. Raises KeyError."""
    page, question = _place(questionnaire, key)
    return replace_page(questionnaire, page.key, replace(page, questions=_removed(page.questions, question)))


def move_question(questionnaire: Questionnaire, key: str, page_key: str, to: int) -> Questionnaire:
    """Put a question at a place (0 is the first) on the same or another page. Raises KeyError."""
    _, question = _place(questionnaire, key)
    _page(questionnaire, page_key)
    return add_question(remove_question(questionnaire, key), page_key, question, to)


def replace_question(questionnaire: Questionnaire, key: str, question: Question) -> Questionnaire:
    """Change a question in place. One of another type gets a new key: its answers cannot be added to the old ones."""
    page, old = _place(questionnaire, key)
    kept_key = key if question.type is old.type else next_question_key(questionnaire)
    new = replace(question, key=kept_key, spent_options=max(_spent_options(question), _spent_options(old)))
    return replace_page(
        questionnaire, page.key, replace(page, questions=tuple(new if each is old else each for each in page.questions))
    )


class Spent:
    """Keys for new options of a question: none that any of its options ever had."""

    def __init__(self, question: Question) -> None:
        self.count = _spent_options(question)

    def next_key(self) -> str:
        self.count += 1
        return _letters(self.count)


def with_options(question: Question, labels: Sequence[str], language: str) -> Question:
    """The question with these options in order, one label each.

    An option whose label stays keeps its key, its other languages and whether it is exclusive; a new one gets a
    key that no option of this question had. Blank and repeated labels are left out.
    """
    known = {option.label.get(language, ""): option for option in question.options}
    spent = _spent_options(question)
    options: list[Option] = []
    for label in dict.fromkeys(label.strip() for label in labels):
        if not label:
            continue
        option = known.get(label)
        if option is None:
            spent += 1
            option = Option(key=_letters(spent), label={language: label})
        options.append(option)
    return replace(question, options=tuple(options), spent_options=spent)


def _with_pages(questionnaire: Questionnaire, pages: tuple[Page, ...]) -> Questionnaire:
    changed = Questionnaire(pages=pages, spent_keys=_spent(questionnaire))
    return replace(changed, spent_keys=_spent(changed))


def _spent(questionnaire: Questionnaire) -> int:
    return max([questionnaire.spent_keys, *(_number(question.key) for question in questionnaire.questions())])


def _number(key: str) -> int:
    digits = key[1:]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _spent_options(question: Question) -> int:
    """The highest option number ever given. Long keys come from imports and are never given by us."""
    numbers = (_letters_number(option.key) for option in question.options)
    return max([question.spent_options, *numbers])


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return letters


def _letters_number(key: str) -> int:
    if len(key) > MAX_GIVEN_LETTERS or not all(letter in ALPHABET for letter in key):
        return 0
    number = 0
    for letter in key:
        number = number * len(ALPHABET) + ALPHABET.index(letter) + 1
    return number


def _page(questionnaire: Questionnaire, key: str) -> Page:
    for page in questionnaire.pages:
        if page.key == key:
            return page
    raise KeyError(key)


def _place(questionnaire: Questionnaire, key: str) -> tuple[Page, Question]:
    for page in questionnaire.pages:
        for question in page.questions:
            if question.key == key:
                return page, question
    raise KeyError(key)


def _inserted(items: tuple[Item, ...], item: Item, at: int | None) -> tuple[Item, ...]:
    place = len(items) if at is None else max(0, at)
    return (*items[:place], item, *items[place:])


def _removed(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    return tuple(each for each in items if each is not item)
