"""What is wrong with an answer, said so that people know what to do."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import formats
from portal.core.languages import said
from portal.surveys.rules.problems import Code, Problem
from portal.surveys.rules.questions import Question, QuestionType

Say = Callable[[Problem, Question], str]


def say(problem: Problem, question: Question) -> str:
    """One or two short sentences in the language of the page."""
    return SAY[problem.code](problem, question)


def _missing(_problem: Problem, question: Question) -> str:
    if question.type is QuestionType.MULTIPLE:
        return _("Tick at least one box.")
    if question.type is QuestionType.NUMBER:
        return _("Write a number, even an approximate one.")
    if question.type is QuestionType.DATE:
        return _("Write a day, for instance 24/11/2026.")
    if question.type in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT):
        return _("Write a few words.")
    return _("Choose an answer, even an approximate one.")


def _repeated(_problem: Problem, _question: Question) -> str:
    return _("Choose one answer only.")


def _unknown_option(_problem: Problem, _question: Question) -> str:
    return _("Choose one of the answers offered.")


def _too_few(problem: Problem, _question: Question) -> str:
    return ngettext("Tick at least %(num)d box.", "Tick at least %(num)d boxes.", _whole(problem, "minimum"))


def _too_many(problem: Problem, _question: Question) -> str:
    advice = ngettext("Tick %(num)d box at most.", "Tick %(num)d boxes at most.", _whole(problem, "maximum"))
    count = _whole(problem, "count")
    return advice + " " + ngettext("You ticked %(num)d.", "You ticked %(num)d.", count)


def _exclusive(problem: Problem, question: Question) -> str:
    key = problem.params.get("option")
    label = next((said(option.label) for option in question.options if option.key == key), "")
    return _("“%(answer)s” excludes the other answers: untick it, or untick the others.", answer=label)


def _other_missing(_problem: Problem, _question: Question) -> str:
    return _("Say in a few words what “Other” is, or choose another answer.")


def _too_long(problem: Problem, _question: Question) -> str:
    return _(
        "Shorten this text: it has %(count)s characters, and %(maximum)s are possible.",
        count=formats.number(_whole(problem, "count")),
        maximum=formats.number(_whole(problem, "maximum")),
    )


def _forbidden_character(_problem: Problem, _question: Question) -> str:
    return _("This text holds an invisible character that we cannot keep. Type it here instead of pasting it.")


def _not_a_number(_problem: Problem, question: Question) -> str:
    if question.is_decimal:
        return _("Write a number in digits, for instance 3.5.")
    return _("Write a number in digits, for instance 12.")


def _not_whole(_problem: Problem, _question: Question) -> str:
    return _("Write a whole number, without decimals.")


def _out_of_bounds(_problem: Problem, question: Question) -> str:
    low, high = _amount(question.minimum), _amount(question.maximum)
    if low and high:
        return _("Write a number from %(minimum)s to %(maximum)s.", minimum=low, maximum=high)
    if low:
        return _("Write %(minimum)s or more.", minimum=low)
    if high:
        return _("Write %(maximum)s or less.", maximum=high)
    return _("This number is too large: check it.")


def _not_a_date(_problem: Problem, _question: Question) -> str:
    return _("Write the day like this: 24/11/2026.")


def _too_early(problem: Problem, _question: Question) -> str:
    return _("Give a day from %(day)s on.", day=_day(problem, "minimum"))


def _too_late(problem: Problem, _question: Question) -> str:
    return _("Give a day up to %(day)s.", day=_day(problem, "maximum"))


def _unknown_zone(_problem: Problem, _question: Question) -> str:
    return _("Choose a neighbourhood of the list.")


def _whole(problem: Problem, name: str) -> int:
    value = problem.params.get(name)
    return value if isinstance(value, int) else 0


def _amount(bound: object) -> str:
    if not isinstance(bound, int | float):
        return ""
    return formats.number(bound, 0 if float(bound).is_integer() else 2)


def _day(problem: Problem, name: str) -> str:
    value = problem.params.get(name)
    return formats.day(value) if isinstance(value, date) else ""


SAY: dict[Code, Say] = {
    Code.MISSING: _missing,
    Code.REPEATED: _repeated,
    Code.UNKNOWN_OPTION: _unknown_option,
    Code.TOO_FEW: _too_few,
    Code.TOO_MANY: _too_many,
    Code.EXCLUSIVE: _exclusive,
    Code.OTHER_MISSING: _other_missing,
    Code.TOO_LONG: _too_long,
    Code.FORBIDDEN_CHARACTER: _forbidden_character,
    Code.NOT_A_NUMBER: _not_a_number,
    Code.NOT_WHOLE: _not_whole,
    Code.TOO_SMALL: _out_of_bounds,
    Code.TOO_LARGE: _out_of_bounds,
    Code.NOT_A_DATE: _not_a_date,
    Code.TOO_EARLY: _too_early,
    Code.TOO_LATE: _too_late,
    Code.UNKNOWN_ZONE: _unknown_zone,
}
