"""What is wrong with an answer, said so that people know what to do."""

from flask_babel import gettext as _

from portal.surveys.rules.problems import Problem
from portal.surveys.rules.questions import Question


def say(problem: Problem, question: Question) -> str:
    del question
    return _("Check this answer.") + f" ({problem.code})"
