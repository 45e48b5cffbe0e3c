"""An XLSForm as a questionnaire of ours. What we cannot ask is a warning at its row; the rest is taken over.

Groups become pages. The questions of a repeat are asked once, and the block is reported. Conditions are not taken over
yet: the question is asked of everybody, and the condition is reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.surveys.importing import asking, columns, lists
from portal.surveys.importing.columns import Record
from portal.surveys.importing.kinds import Block, Kind, kind_of
from portal.surveys.importing.sheets import Sheet
from portal.surveys.importing.warnings import Code, RowWarning
from portal.surveys.rules.checks import check
from portal.surveys.rules.errors import WrongQuestionnaire
from portal.surveys.rules.shapes import MAX_PAGES, MAX_QUESTIONS, Page, Question, Questionnaire, Text

SURVEY_COLUMNS = frozenset(
    {"type", "name", "label", "hint", "required", "required_message", "relevant", "constraint", "constraint_message"}
    | {"appearance", "choice_filter", "calculation", "default", "readonly", "repeat_count", "parameters", "media"}
    | {"guidance_hint", "trigger", "disabled"}
)
CHOICE_COLUMNS = frozenset({"list_name", "name", "label", "media"})
SETTING_COLUMNS = frozenset(
    {"form_title", "form_id", "default_language", "version", "instance_name", "public_key", "submission_url", "name"}
)


@dataclass(frozen=True, slots=True)
class Imported:
    """A questionnaire that can be asked (perhaps of no question at all), its title, and all that was left out."""

    title: str
    questionnaire: Questionnaire
    warnings: list[RowWarning]


@dataclass(slots=True)
class _Form:
    """What is gathered while going through the rows."""

    lists: lists.ChoiceLists
    language: str
    warnings: list[RowWarning]
    pages: list[Page] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    blocks: list[tuple[Block, Text, Text]] = field(default_factory=list)
    count: int = 0

    def warn(self, row: Record, code: Code, detail: str = "") -> None:
        self.warnings.append(RowWarning(row.sheet, row.row, code, detail))

    def turn_page(self) -> None:
        """Close the page; one without questions is not kept."""
        if self.questions:
            title, intro = next(((title, intro) for _, title, intro in reversed(self.blocks) if title), ({}, {}))
            key = f"p{len(self.pages) + 1}"
            self.pages.append(Page(key=key, title=title, intro=intro, questions=tuple(self.questions)))
            self.questions.clear()


def is_form(sheets: Sequence[Sheet]) -> bool:
    """Whether these sheets are a form rather than answers: a survey sheet, or a header with types and names."""
    if any(sheet.name.strip().lower() == "survey" for sheet in sheets):
        return True
    rows = sheets[0].rows if len(sheets) == 1 else []
    header = {columns.column_of(cell, "").name for cell in rows[0].cells} if rows else set()
    return {"type", "name"} <= header


def read_form(sheets: Sequence[Sheet], language: str = "fr") -> Imported:
    """Read the sheets of a form. `language` is that of wordings without one. Never raises for what a form says."""
    warnings: list[RowWarning] = []
    named = {sheet.name.strip().lower(): sheet for sheet in sheets}
    survey = named.pop("survey", None) or (named.popitem()[1] if len(sheets) == 1 else Sheet("survey", []))
    choices = named.pop("choices", None) or named.pop("columns", None) or Sheet("choices", [])
    settings = _settings(named.pop("settings", None), language, warnings)
    language = columns.language_code(settings["default_language"]) if settings.get("default_language") else language
    warnings.extend(RowWarning(sheet.name, 1, Code.UNKNOWN_SHEET, sheet.name) for sheet in named.values() if sheet.rows)
    choice_rows = columns.records(choices, CHOICE_COLUMNS, language, warnings)
    form = _Form(lists.choice_lists(choice_rows, warnings, language), language, warnings)
    for row in columns.records(survey, SURVEY_COLUMNS, language, warnings):
        _take(row, form)
    form.turn_page()
    if form.blocks:
        warnings.append(RowWarning(survey.name, survey.rows[-1].number, Code.GROUPS, form.blocks[-1][0].value))
    if not form.pages:
        warnings.append(RowWarning(survey.name, 1, Code.EMPTY))
    pages = tuple(form.pages) or (Page(key="p1"),)
    warnings.sort(key=lambda warning: (warning.sheet != survey.name, warning.sheet, warning.row))
    return Imported(settings.get("form_title", ""), Questionnaire(pages=pages, spent_keys=form.count), warnings)


def _settings(sheet: Sheet | None, language: str, warnings: list[RowWarning]) -> dict[str, str]:
    if sheet is None:
        return {}
    first = next(columns.records(sheet, SETTING_COLUMNS, language, warnings), None)
    return first.values if first else {}


def _take(row: Record, form: _Form) -> None:
    if not row.values:
        return
    if not row.get("type"):
        form.warn(row, Code.NO_TYPE, row.get("name") or row.get("label"))
        return
    kind = kind_of(row.get("type"))
    if row.get("disabled").lower() in asking.YES:
        form.warn(row, Code.IGNORED, row.get("type"))
    elif kind.opens:
        _open(row, kind.opens, form)
    elif kind.closes:
        _close(row, kind.closes, form)
    elif kind.is_meta:
        form.warn(row, Code.IGNORED, row.get("type"))
    elif kind.question is None:
        form.warn(row, Code.UNSUPPORTED_TYPE, row.get("type"))
    else:
        _ask(row, kind, form)


def _open(row: Record, block: Block, form: _Form) -> None:
    form.turn_page()
    title, intro = asking.wording(row, "label", form.warnings), asking.wording(row, "hint", form.warnings)
    form.blocks.append((block, title, intro))
    if block is Block.REPEAT:
        form.warn(row, Code.REPEAT, row.get("name") or row.get("label"))
    asking.report_unsupported(row, form.warnings)


def _close(row: Record, block: Block, form: _Form) -> None:
    form.turn_page()
    if not form.blocks or form.blocks[-1][0] is not block:
        form.warn(row, Code.GROUPS, row.get("type"))
        return
    form.blocks.pop()
    if block is Block.REPEAT:
        form.warn(row, Code.REPEAT, row.get("type"))


def _ask(row: Record, kind: Kind, form: _Form) -> None:
    if form.count == MAX_QUESTIONS or (not form.questions and len(form.pages) == MAX_PAGES):
        form.warn(row, Code.TOO_MANY, row.get("name"))
        return
    question = asking.question(row, kind, form.lists, form.language, form.warnings)
    if question is None:
        return
    asked = asking.with_key(question, f"q{form.count + 1}")
    try:
        check(Questionnaire(pages=(Page(key="p1", questions=(asked,)),)))
    except WrongQuestionnaire as wrong:
        form.warn(row, Code.WRONG_QUESTION, str(wrong))
        return
    form.count += 1
    form.questions.append(asked)
