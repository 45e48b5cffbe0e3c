"""What an author writes about an open petition."""

from flask_babel import gettext as _

from portal.core.fields import Shown
from portal.petitions import wording
from portal.petitions.forms.people import Sheet
from portal.petitions.rules import news as rules
from portal.petitions.rules import texts

TITLE, BODY = "title", "body"


def read(sheet: Sheet) -> tuple[str, str] | None:
    """Title and text, cleaned; None where the sheet says what is wrong."""
    title = texts.one_line(sheet.one(TITLE)[: 4 * rules.TITLE_SIGNS])
    body = texts.paragraphs(sheet.one(BODY)[: 4 * rules.BODY_SIGNS])
    if problem := texts.text_problem(title, rules.TITLE_SIGNS, is_required=True):
        sheet.problems[TITLE] = wording.news_problem(problem, rules.TITLE_SIGNS)
    if problem := texts.text_problem(body, rules.BODY_SIGNS, is_required=True):
        sheet.problems[BODY] = wording.news_problem(problem, rules.BODY_SIGNS)
    return None if sheet.problems else (title, body)


def reason(typed: str) -> str:
    """Why a petition is taken back, in the author's words or in ours."""
    return texts.one_line(typed) or _("Its author took it back.")


def fields(sheet: Sheet) -> dict[str, Shown]:
    """The two fields, as they are drawn."""
    words = (
        (TITLE, "text", _("In one sentence"), rules.TITLE_SIGNS),
        (BODY, "area", _("What is new"), rules.BODY_SIGNS),
    )
    return {
        name: Shown(
            kind=kind,
            name=name,
            id=name,
            label=label,
            value=sheet.one(name),
            errors=sheet.errors(name),
            is_required=True,
            attributes={"maxlength": signs},
        )
        for name, kind, label, signs in words
    }
