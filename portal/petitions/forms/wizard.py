"""Starting a petition, one question per page: what was answered travels in hidden fields, and the one final post is checked whole."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from portal.petitions import wording
from portal.petitions.forms import people
from portal.petitions.forms.people import Fields, Sheet
from portal.petitions.queries import similar
from portal.petitions.queries.similar import Similar
from portal.petitions.rules import texts
from portal.petitions.service.carriers import Carrier
from portal.petitions.service.starting import Texts

CONCERNED, ASK, BACKGROUND, DETAILS, CHECKED = "concerned", "ask", "background", "details", "checked"
TIES = ("lives", "works", "uses")


class Step(StrEnum):
    """The pages, in their order."""

    CONCERNED = "concerned"
    ASK = "ask"
    SIMILAR = "similar"
    BACKGROUND = "background"
    DETAILS = "details"
    WHO = "who"
    CHECK = "check"


STEPS = tuple(Step)
FIELDS: dict[Step, tuple[str, ...]] = {
    Step.CONCERNED: (CONCERNED,),
    Step.ASK: (ASK,),
    Step.SIMILAR: (),
    Step.BACKGROUND: (BACKGROUND,),
    Step.DETAILS: (DETAILS,),
    Step.WHO: (
        people.NAME,
        people.ADDRESS,
        people.POSTCODE,
        people.ZONE,
        people.SHOWS,
        people.CONSENT,
        people.AGE,
    ),
    Step.CHECK: (),
}
ALL = tuple(name for names in FIELDS.values() for name in names)


@dataclass
class Screen:
    """One page of the wizard, with what was posted so far and what is wrong with it."""

    step: Step
    sheet: Sheet
    found: list[Similar]
    was_checked: bool = False

    @property
    def is_wrong(self) -> bool:
        return bool(self.sheet.problems)

    def carried(self) -> list[tuple[str, str]]:
        """What other pages asked, to travel in hidden fields."""
        names = [name for name in ALL if name not in FIELDS[self.step]]
        return [(name, value) for name in names for value in self.sheet.fields.get(name, ())[:20]]


@dataclass(frozen=True)
class Start:
    """Everything a final post brought, without problems."""

    sheet: Sheet
    texts: Texts
    author: Carrier


def first() -> Screen:
    """The first page, empty, with an id of its own."""
    return Screen(Step.CONCERNED, Sheet(), [])


def is_final(fields: Fields) -> bool:
    """Whether this post comes from the last page and asks to be kept."""
    return _one(fields, "go") == "send" and _step(fields) is Step.CHECK


def follow(fields: Fields, *, language: str, notice: str) -> Screen:
    """The page after this post: one back, one on, one that was chosen to be corrected, or the same with what is wrong."""
    sheet, step, go = Sheet.posted(fields), _step(fields), _one(fields, "go")
    was_checked = _one(fields, CHECKED) == "y" or step is Step.CHECK
    if go in STEPS and step is Step.CHECK:
        return Screen(Step(go), sheet, [], was_checked)
    if go == "back":
        return _before(step, sheet, was_checked=was_checked)
    _CHECKS[step](sheet, language, notice)
    if sheet.problems:
        return Screen(step, sheet, [], was_checked)
    return _after(step, sheet, was_checked=was_checked)


def read_final(fields: Fields, *, language: str, notice: str) -> Start | Screen:
    """The whole petition, or the first page where something is wrong."""
    sheet = Sheet.posted(fields)
    for step in (Step.CONCERNED, Step.ASK, Step.BACKGROUND, Step.DETAILS, Step.WHO):
        _CHECKS[step](sheet, language, notice)
        if sheet.problems:
            return Screen(step, sheet, [], was_checked=True)
    return Start(sheet, said(sheet), author(sheet, language=language, notice=notice))


def said(sheet: Sheet) -> Texts:
    """What the petition says, cleaned."""
    return Texts(
        ask=texts.one_line(sheet.one(ASK)[: 4 * texts.ASK_SIGNS]),
        background=texts.paragraphs(sheet.one(BACKGROUND)[: 4 * texts.BACKGROUND_SIGNS]),
        details=texts.paragraphs(sheet.one(DETAILS)[: 4 * texts.DETAILS_SIGNS]),
    )


def author(sheet: Sheet, *, language: str, notice: str) -> Carrier:
    """Who starts it; what is wrong goes to the sheet."""
    why = _("Write your e-mail address: we send the link that starts your petition there.")
    return people.read(sheet, language=language, notice=notice, why_address=why)


def _before(step: Step, sheet: Sheet, *, was_checked: bool) -> Screen:
    earlier = STEPS[max(0, STEPS.index(step) - 1)]
    found = similar.to(said(sheet).ask) if earlier is Step.SIMILAR else []
    if earlier is Step.SIMILAR and not found:
        earlier = Step.ASK
    return Screen(earlier, sheet, found, was_checked)


def _after(step: Step, sheet: Sheet, *, was_checked: bool) -> Screen:
    """The next page; the list of similar petitions is one only where there are any."""
    if step is Step.ASK and (found := similar.to(said(sheet).ask)):
        return Screen(Step.SIMILAR, sheet, found, was_checked)
    if was_checked:
        return Screen(Step.CHECK, sheet, [], was_checked)
    later = STEPS[min(len(STEPS) - 1, STEPS.index(step) + 1)]
    return Screen(Step.BACKGROUND if later is Step.SIMILAR else later, sheet, [], was_checked)


def _check_tie(sheet: Sheet, _language: str, _notice: str) -> None:
    tie = sheet.one(CONCERNED)
    if tie == "none":
        sheet.problems[CONCERNED] = _(
            "A petition here is started by somebody who lives, works or studies here. Anybody may sign those that are open."
        )
    elif tie not in TIES:
        sheet.problems[CONCERNED] = _("Say what ties you to this place.")


def _check_ask(sheet: Sheet, _language: str, _notice: str) -> None:
    if problem := texts.ask_problem(said(sheet).ask):
        sheet.problems[ASK] = wording.ask_problem(problem)


def _check_background(sheet: Sheet, _language: str, _notice: str) -> None:
    problem = texts.text_problem(said(sheet).background, texts.BACKGROUND_SIGNS, is_required=True)
    if problem:
        sheet.problems[BACKGROUND] = wording.text_problem(problem, texts.BACKGROUND_SIGNS)


def _check_details(sheet: Sheet, _language: str, _notice: str) -> None:
    problem = texts.text_problem(said(sheet).details, texts.DETAILS_SIGNS, is_required=False)
    if problem:
        sheet.problems[DETAILS] = wording.text_problem(problem, texts.DETAILS_SIGNS)


def _check_who(sheet: Sheet, language: str, notice: str) -> None:
    author(sheet, language=language, notice=notice)


def _check_nothing(_sheet: Sheet, _language: str, _notice: str) -> None:
    return


_CHECKS = {
    Step.CONCERNED: _check_tie,
    Step.ASK: _check_ask,
    Step.SIMILAR: _check_nothing,
    Step.BACKGROUND: _check_background,
    Step.DETAILS: _check_details,
    Step.WHO: _check_who,
    Step.CHECK: _check_nothing,
}


def _step(fields: Fields) -> Step:
    typed = _one(fields, "step")
    return Step(typed) if typed in STEPS else Step.CONCERNED


def _one(fields: Fields, name: str) -> str:
    return (fields.get(name) or [""])[0]
