"""Steps of the editor through a questionnaire: one place up or down, and what somebody saw before they changed it."""

import hashlib
import json

from portal.surveys.rules import editing
from portal.surveys.rules.json_form import to_json
from portal.surveys.rules.shapes import Page, Question, Questionnaire

SEEN_SIGNS = 20


def step_question(questionnaire: Questionnaire, key: str, step: int) -> Questionnaire:
    """Move a question one place up (-1) or down (+1); from the edge of a page it goes to the next one. At the ends
    nothing changes. Raises KeyError."""
    for number, page in enumerate(questionnaire.pages):
        place = next((place for place, each in enumerate(page.questions) if each.key == key), None)
        if place is None:
            continue
        if 0 <= place + step < len(page.questions):
            return editing.move_question(questionnaire, key, page.key, place + step)
        if not 0 <= number + step < len(questionnaire.pages):
            return questionnaire
        other = questionnaire.pages[number + step]
        return editing.move_question(questionnaire, key, other.key, 0 if step > 0 else len(other.questions))
    raise KeyError(key)


def step_page(questionnaire: Questionnaire, key: str, step: int) -> Questionnaire:
    """Move a page one place up or down. Raises KeyError."""
    keys = [page.key for page in questionnaire.pages]
    if key not in keys:
        raise KeyError(key)
    return editing.move_page(questionnaire, key, min(max(keys.index(key) + step, 0), len(keys) - 1))


def find_page(questionnaire: Questionnaire, key: str) -> Page | None:
    return next((page for page in questionnaire.pages if page.key == key), None)


def page_of(questionnaire: Questionnaire, question_key: str) -> Page | None:
    """The page that a question is on."""
    return next(
        (page for page in questionnaire.pages if any(each.key == question_key for each in page.questions)), None
    )


def seen(item: Question | Page) -> str:
    """A short word for what somebody sees: it differs when the question, or the page's own words, changed meanwhile."""
    if isinstance(item, Page):
        document: object = [item.key, item.title, item.intro]
    else:
        document = to_json(Questionnaire(pages=(Page(key="p1", questions=(item,)),)))
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:SEEN_SIGNS]
