"""From the editor's form to a question, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import bilingual
from portal.core.bilingual import BilingualForm
from portal.core.fields import Option as Choice
from portal.core.fields import Shown
from portal.surveys.forms import questions as forms
from portal.surveys.rules import moving, options, questions, shapes
from portal.surveys.rules.options import Doubt, Line
from portal.surveys.rules.questions import Page, Question, Questionnaire, QuestionType, WrongQuestionnaire

AREAS = ("options", "exclusive")
BOUNDS = frozenset(
    {
        QuestionType.MULTIPLE,
        QuestionType.SCALE,
        QuestionType.NUMBER,
        QuestionType.SHORT_TEXT,
        QuestionType.LONG_TEXT,
        QuestionType.DATE,
    }
)


@dataclass(frozen=True)
class Written:
    """A question as it was written; `doubts` must be settled before it may be kept."""

    question: Question
    doubts: list[Doubt] = field(default_factory=list)


def data_of(question: Question) -> dict[str, Any]:
    """What the form shows of a question that is there."""
    texts = bilingual.as_data(
        title=question.title,
        help=question.help,
        unit=question.unit,
        low_label=question.low_label,
        high_label=question.high_label,
    )
    bounds = {name: _typed(getattr(question, name), question.type) for name in ("minimum", "maximum")}
    flags = {name: getattr(question, name) for name in ("is_required", "has_other", "is_decimal", "layer")}
    areas = {
        f"{area}_{language}": _area(question, area, language)
        for area in AREAS
        for language in {language for option in question.options for language in option.label}
    }
    return texts | bounds | flags | areas | {"seen": moving.seen(question)}


def empty(kind: QuestionType) -> Question:
    """A question that nobody wrote yet."""
    bounds: dict[str, Any] = {"minimum": 1, "maximum": 5} if kind is QuestionType.SCALE else {}
    return Question(key="q1", type=kind, title={}, **bounds)


def read(
    form: BilingualForm,
    old: Question,
    *,
    counted: frozenset[str] = frozenset(),
    is_same: Mapping[str, bool] | None = None,
) -> Written | None:
    """The question that a valid form says; None when it could not be asked, with the reasons on the form's fields."""
    question = replace(
        old, title=form.said("title"), help=_said(form, "help"), is_required=bool(_data(form, "is_required"))
    )
    question = _particulars(question, form)
    doubts: list[Doubt] = []
    if question.type in shapes.CHOICES:
        lines = _lines(form, old)
        if lines is None:
            return None
        language = form.languages[0]
        rewritten = options.rewrite(question, lines, language, counted=counted, is_same=is_same)
        question, doubts = _in_all_languages(rewritten.question, form, old), rewritten.doubts
    if not _can_be_asked(question, form):
        return None
    return Written(question, doubts)


def doubt_fields(doubts: list[Doubt], is_same: Mapping[str, bool]) -> list[Shown]:
    """What must be asked of each line that stands where another one stood. Nothing is chosen beforehand."""
    return [
        Shown(
            kind="choice",
            name=f"same-{doubt.key}",
            id=f"same-{doubt.key}",
            label=_("“%(before)s” became “%(after)s”", before=doubt.before, after=doubt.after),
            is_required=True,
            options=(
                Choice("yes", _("The same answer, in better words"), is_same.get(doubt.key) is True,
                       _("Answers given so far count for the new words."), f"same-{doubt.key}-0"),
                Choice("no", _("Another answer"), is_same.get(doubt.key) is False,
                       _("Answers given so far stay under “%(before)s”, which is not offered any more.", before=doubt.before),
                       f"same-{doubt.key}-1"),
            ),
        )
        for doubt in doubts
    ]  # fmt: skip


def _particulars(question: Question, form: BilingualForm) -> Question:
    """What only some types have."""
    changes: dict[str, Any] = {
        name: bool(_data(form, name)) for name in ("has_other", "is_decimal") if name in form._fields
    }
    changes |= {name: form.said(name) for name in ("unit", "low_label", "high_label") if name in form.texts}
    if "layer" in form._fields:
        changes["layer"] = form.layer.data
    if question.type in BOUNDS:
        changes |= {name: _bound(form, name) for name in ("minimum", "maximum") if name in form._fields}
    return replace(question, **changes)


def _bound(form: BilingualForm, name: str) -> Any:
    source = form[name]
    if isinstance(source, forms.WholeField):
        return source.number
    return int(source.data) if isinstance(source.data, str) and source.data else source.data or None


def _lines(form: BilingualForm, old: Question) -> list[Line] | None:
    """The options of both areas in the main language; other languages by line, unless they were left as they were."""
    main = form.languages[0]
    found: list[Line] = []
    for area in AREAS:
        if area not in form.texts:
            continue
        columns = {language: forms.lines(form[f"{area}_{language}"].data) for language in form.languages}
        if not _fits(form, area, columns, is_kept=_is_untouched(form, old)):
            return None
        for place, words in enumerate(columns[main]):
            if words:
                label = {language: lines[place] for language, lines in columns.items() if place < len(lines)}
                found.append(Line(label, is_exclusive=area == "exclusive"))
    return found if _are_options(form, found, main) else None


def _fits(form: BilingualForm, area: str, columns: Mapping[str, list[str]], *, is_kept: bool) -> bool:
    """Whether each line in another language has one in the main language beside it."""
    main, *others = form.languages
    for language in others:
        alone = [
            number
            for number, words in enumerate(columns[language], start=1)
            if words and (number > len(columns[main]) or not columns[main][number - 1])
        ]
        if alone and not is_kept:
            message = _("Line %(n)s has no answer beside it in the first language.", n=alone[0])
            form[f"{area}_{language}"].errors = [*form[f"{area}_{language}"].errors, message]
            return False
    return True


def _are_options(form: BilingualForm, found: list[Line], main: str) -> bool:
    labels = [line.label[main] for line in found]
    twice = next((label for place, label in enumerate(labels) if label in labels[:place]), None)
    source = form[f"options_{main}"]
    if not labels:
        source.errors = [*source.errors, _("Write the answers to offer, one per line.")]
    elif twice is not None:
        source.errors = [*source.errors, _("“%(answer)s” is written twice.", answer=twice[:80])]
    elif len(labels) > shapes.MAX_OPTIONS:
        source.errors = [*source.errors, _("Offer at most %(max)d answers.", max=shapes.MAX_OPTIONS)]
    elif any(len(words) > shapes.MAX_LABEL for line in found for words in line.label.values()):
        source.errors = [*source.errors, _("An answer has at most %(max)d characters.", max=shapes.MAX_LABEL)]
    return not source.errors


def _is_untouched(form: BilingualForm, old: Question) -> bool:
    """Whether the other languages' areas are as they were shown: then each option keeps its words wherever it moved."""
    return all(
        forms.lines(form[f"{area}_{language}"].data) == forms.lines(_area(old, area, language))
        for language in form.languages[1:]
        for area in AREAS
        if area in form.texts
    )


def _in_all_languages(question: Question, form: BilingualForm, old: Question) -> Question:
    if len(form.languages) == 1 or not _is_untouched(form, old):
        return question
    main, before = form.languages[0], {option.key: option.label for option in old.options}
    kept = tuple(
        replace(option, label=before.get(option.key, {}) | {main: option.label[main]}) for option in question.options
    )
    return replace(question, options=kept)


def _can_be_asked(question: Question, form: BilingualForm) -> bool:
    """The rules' own word, put beside the field it is about."""
    try:
        questions.check(Questionnaire(pages=(Page(key="p1", questions=(question,)),)))
    except WrongQuestionnaire as error:
        name = error.path.rpartition(".")[2]
        field_name = name if name in form._fields else f"title_{form.languages[0]}"
        form[field_name].errors = [*form[field_name].errors, _why(question, name)]
        return False
    return True


def _why(question: Question, name: str) -> str:
    if question.type is QuestionType.MULTIPLE:
        offered = sum(not option.is_exclusive for option in question.options) + question.has_other
        return ngettext(
            "Choose numbers up to %(num)s, the least first.", "Choose numbers up to %(num)s, the least first.", offered
        )
    if question.type is QuestionType.SCALE:
        return _("The last point must come after the first one.")
    if question.type in shapes.TEXTS:
        limit = shapes.LONG_TEXT if question.type is QuestionType.LONG_TEXT else shapes.SHORT_TEXT
        return _("Choose a number of characters from 1 to %(max)d.", max=limit)
    if name in ("minimum", "maximum"):
        return _("The least must not be more than the most.")
    return _("This cannot be asked: check the question.")


def _area(question: Question, area: str, language: str) -> str:
    chosen = [option for option in question.options if option.is_exclusive == (area == "exclusive")]
    return "\n".join(option.label.get(language, "") for option in chosen).rstrip()


def _typed(bound: Any, kind: QuestionType) -> Any:
    return (
        bound
        if kind is QuestionType.DATE or bound is None
        else f"{bound:g}"
        if isinstance(bound, float)
        else str(bound)
    )


def _said(form: BilingualForm, name: str) -> dict[str, str]:
    return form.said(name) if name in form.texts else {}


def _data(form: BilingualForm, name: str) -> Any:
    return form[name].data if name in form._fields else None


def too_much() -> str:
    return _(
        "A survey has at most %(pages)d screens and %(questions)d questions.",
        pages=shapes.MAX_PAGES,
        questions=shapes.MAX_QUESTIONS,
    )
