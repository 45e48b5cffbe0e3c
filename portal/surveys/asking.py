"""Questions as form fields: what macros/forms.html needs to draw each one, with what was posted and what is wrong."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from portal.core.fields import Option, Shown
from portal.core.languages import said
from portal.surveys import wording
from portal.surveys.queries import SurveyForm
from portal.surveys.rules.answers import Answers
from portal.surveys.rules.problems import Problem
from portal.surveys.rules.questions import OTHER, Question, QuestionType
from portal.territory import queries as territory

Fields = Mapping[str, Sequence[str]]

KINDS = {
    QuestionType.SINGLE: "choice",
    QuestionType.YES_NO: "choice",
    QuestionType.ZONE: "select",
    QuestionType.MULTIPLE: "choices",
    QuestionType.SCALE: "scale",
    QuestionType.NUMBER: "text",
    QuestionType.SHORT_TEXT: "text",
    QuestionType.LONG_TEXT: "area",
    QuestionType.DATE: "date",
}
ON_OTHER = ("other_missing",)


def fields_of_page(form: SurveyForm, index: int, posted: Fields, problems: Sequence[Problem]) -> list[Shown | Question]:
    """The fields of a page in order; a text to read stays a Question, and "other" brings a field for its words."""
    wrong = {problem.key: problem for problem in problems}
    shown: list[Shown | Question] = []
    for question in form.questionnaire.pages[index].questions:
        if question.type is QuestionType.STATEMENT:
            shown.append(question)
            continue
        problem = wrong.get(question.key)
        is_about_other = problem is not None and problem.code in ON_OTHER
        shown.append(_field(question, posted, None if is_about_other else problem))
        if question.has_other:
            shown.append(_other(question, posted, problem if is_about_other else None))
    return shown


def hidden(form: SurveyForm, index: int, posted: Fields, own: Sequence[str]) -> list[tuple[str, str]]:
    """What was answered on the other screens, as (name, value), only for fields that the survey knows."""
    here = {question.key for question in form.questionnaire.pages[index].questions} if index < form.pages else set()
    names = [
        name
        for question in form.questionnaire.questions()
        if question.key not in here
        for name in (question.key, question.other_field)
    ]
    carried = names if index >= form.pages else [*names, *own]
    return [(name, value) for name in carried for value in posted.get(name, ())]


def zone_answer(form: SurveyForm, answers: Answers) -> str:
    """The neighbourhood somebody gave in a question, so that nobody is asked twice."""
    question = zone_question(form)
    return str(answers.get(question.key, "")) if question else ""


def zone_question(form: SurveyForm) -> Question | None:
    """The question that asks for the resident's own neighbourhood, if there is one."""
    default = territory.territory().default
    zones = (question for question in form.questionnaire.questions() if question.type is QuestionType.ZONE)
    return next((question for question in zones if question.layer in ("", default)), None)


def _field(question: Question, posted: Fields, problem: Problem | None) -> Shown:
    values = posted.get(question.key, ())
    return Shown(
        kind=KINDS[question.type],
        name=question.key,
        id=question.key,
        label=said(question.title),
        hint=said(question.help),
        value=values[0] if values else None,
        errors=(wording.say(problem, question),) if problem else (),
        options=_options(question, values),
        is_required=question.is_required,
        attributes=_attributes(question),
        unit=said(question.unit),
        ends=(said(question.low_label), said(question.high_label)) if question.low_label else (),
    )


def _options(question: Question, values: Sequence[str]) -> tuple[Option, ...]:
    offered = _offered(question)
    return tuple(
        Option(value, label, value in values, id=f"{question.key}-{place}")
        for place, (value, label) in enumerate(offered)
    )


def _offered(question: Question) -> list[tuple[str, str]]:
    if question.type is QuestionType.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    if question.type is QuestionType.SCALE:
        return [(str(point), str(point)) for point in question.points]
    if question.type is QuestionType.ZONE:
        zones = territory.territory().zones(question.layer)
        return [("", _("Choose")), *((zone.key, zone.name) for zone in zones)]
    choices = [(option.key, said(option.label)) for option in question.options]
    return [*choices, (OTHER, _("Other"))] if question.has_other else choices


def _other(question: Question, posted: Fields, problem: Problem | None) -> Shown:
    values = posted.get(question.other_field, ())
    return Shown(
        kind="text",
        name=question.other_field,
        id=question.other_field.replace(".", "-"),
        label=_("Other: which one?"),
        value=values[0] if values else None,
        errors=(wording.say(problem, question),) if problem else (),
        attributes={"maxlength": 200},
    )


def _attributes(question: Question) -> dict[str, object]:
    if question.type is QuestionType.NUMBER:
        return {"inputmode": "decimal" if question.is_decimal else "numeric", "autocomplete": "off"}
    if question.type in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT):
        return {"maxlength": question.max_length}
    return {}
