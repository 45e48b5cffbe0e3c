"""What must be there before a survey opens, and what had better be."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import bilingual, tenancy
from portal.participation import notices
from portal.participation.models import Activity
from portal.surveys import queries
from portal.surveys.rules.questions import Question, Questionnaire


@dataclass(frozen=True)
class Item:
    """One line of the list. What is not done and must be keeps the survey closed; `url` is where to do it."""

    words: str
    is_done: bool
    is_needed: bool = True
    url: str = ""

    @property
    def is_blocking(self) -> bool:
        return self.is_needed and not self.is_done


def items(activity: Activity) -> list[Item]:
    """The whole list, what is done included."""
    questionnaire = queries.draft_form(activity.id).questionnaire
    editor = url_for("surveys_manage.outline", activity_id=activity.id)
    settings = url_for("surveys_manage.settings", activity_id=activity.id)
    return [
        *_notice(),
        _asked(questionnaire, editor),
        *_empty_pages(questionnaire, editor),
        Item(
            _("It is told why you ask, in a sentence or more"), bool(activity.summary or activity.body), False, settings
        ),
        *_languages(activity, questionnaire, settings, editor),
    ]


def blocking(activity: Activity) -> list[Item]:
    return [item for item in items(activity) if item.is_blocking]


def _notice() -> list[Item]:
    """R11: no form without its notice."""
    words = {
        "controller": _("The organisation says who is responsible for the data"),
        "contact": _("The organisation says where to write about the data"),
    }
    missing = notices.missing()
    return [Item(words[name], name not in missing) for name in notices.REQUIRED]


def _asked(questionnaire: Questionnaire, editor: str) -> Item:
    count = sum(question.is_answered for question in questionnaire.questions())
    if not count:
        return Item(_("At least one question is asked"), False, url=editor)
    return Item(ngettext("%(num)s question is asked", "%(num)s questions are asked", count), True)


def _empty_pages(questionnaire: Questionnaire, editor: str) -> list[Item]:
    empty = [number for number, page in enumerate(questionnaire.pages, start=1) if not page.questions]
    if not empty or len(questionnaire.pages) == 1:
        return []
    return [Item(_("Every screen asks something (screen %(n)s is empty)", n=empty[0]), False, url=editor)]


def _languages(activity: Activity, questionnaire: Questionnaire, settings: str, editor: str) -> list[Item]:
    """In a town of two languages people notice what is missing in theirs; the survey may open all the same."""
    found = []
    for language in tenancy.organisation().languages[1:]:
        lacks = sum(not _is_worded(question, language) for question in questionnaire.questions())
        is_done = not lacks and language in activity.title
        where = settings if language not in activity.title else editor
        found.append(
            Item(
                _("All is also said in %(language)s", language=bilingual.NAMES.get(language, language)),
                is_done,
                False,
                where,
            )
        )
    return found


def _is_worded(question: Question, language: str) -> bool:
    return bool(question.title.get(language)) and all(option.label.get(language) for option in question.options)
