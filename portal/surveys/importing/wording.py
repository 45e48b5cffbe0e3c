"""Reports of imports in words: what was left out or changed, and why a file or a row was refused."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.surveys import wording
from portal.surveys.importing.sheets import FileProblem, UnreadableFile
from portal.surveys.importing.warnings import Code, RowWarning
from portal.surveys.rules.problems import Problem
from portal.surveys.rules.questions import Questionnaire, said

WARNINGS = {
    Code.UNSUPPORTED_TYPE: lazy_gettext("This type of question cannot be asked yet: the row was left out."),
    Code.REPEAT: lazy_gettext("A block that repeats is asked once."),
    Code.IGNORED: lazy_gettext("Nobody answers this row: it was left out."),
    Code.CONDITION: lazy_gettext("The condition was left out: everybody is asked."),
    Code.CONSTRAINT: lazy_gettext("This constraint was left out."),
    Code.CHOICE_FILTER: lazy_gettext("The filter was left out: all choices are offered."),
    Code.UNKNOWN_LIST: lazy_gettext("There is no such list of choices: the question was left out."),
    Code.DUPLICATE_CHOICE: lazy_gettext("Two choices of a list have this name: the second got another key."),
    Code.RENAMED_CHOICE: lazy_gettext("This name cannot be a key: the choice got another one."),
    Code.NO_TYPE: lazy_gettext("This row has no type: it was left out."),
    Code.NO_LABEL: lazy_gettext("There is no wording: the name stands for it, or the row was left out."),
    Code.NO_LIST: lazy_gettext("This choice has no name or no list: it was left out."),
    Code.REFERENCE: lazy_gettext("The wording shows an earlier answer, which cannot be done yet: change it."),
    Code.REQUIRED: lazy_gettext("When an answer is required depends on something: here it is optional."),
    Code.APPROXIMATED: lazy_gettext("Taken over as nearly as possible: check it."),
    Code.UNSUPPORTED_COLUMN: lazy_gettext("This setting was left out."),
    Code.UNKNOWN_COLUMN: lazy_gettext("This column belongs to no question: it was left out."),
    Code.UNKNOWN_LANGUAGE: lazy_gettext("The language of this column is unknown."),
    Code.UNKNOWN_SHEET: lazy_gettext("This sheet was left out."),
    Code.TOO_LONG: lazy_gettext("This text was too long: it was cut."),
    Code.TOO_MANY: lazy_gettext("There are too many: this one was left out."),
    Code.GROUPS: lazy_gettext("The groups are not opened and closed in pairs."),
    Code.WRONG_QUESTION: lazy_gettext("This cannot be asked as it stands: it was left out."),
    Code.IDENTIFIER: lazy_gettext("This column names people or lines: it was left out."),
    Code.EMPTY: lazy_gettext("There is nothing to take over."),
    Code.RANKING: lazy_gettext("A ranking became one scale for each thing ranked."),
}

FILES = {
    FileProblem.UNREADABLE: lazy_gettext("This file cannot be read. Save it again as XLSX or CSV."),
    FileProblem.EMPTY: lazy_gettext("This file is empty."),
    FileProblem.TOO_LARGE: lazy_gettext("This file is too large."),
    FileProblem.TOO_MANY_ROWS: lazy_gettext("This file has too many rows. Cut it into several."),
    FileProblem.TOO_MANY_COLUMNS: lazy_gettext("This file has too many columns."),
    FileProblem.CELL_TOO_LONG: lazy_gettext("A cell of this file is too long."),
}


def say(warning: RowWarning) -> str:
    """What happened, and to what."""
    what = str(WARNINGS[warning.code])
    return f"{what} ({warning.detail})" if warning.detail else what


def say_unreadable(error: UnreadableFile) -> str:
    """Why a file was refused, and what to do."""
    what = str(FILES[error.problem])
    return f"{what} ({error.detail})" if error.detail else what


def say_problem(problem: Problem, questionnaire: Questionnaire, language: str) -> str:
    """Why a row was refused: the question, and what is wrong with its answer."""
    question = questionnaire.find_question(problem.key)
    if question is None:
        return problem.code.value
    title = said(question.title, language)
    return _("%(question)s: %(problem)s", question=title, problem=wording.say(problem, question))
