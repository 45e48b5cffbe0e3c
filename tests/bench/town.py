"""A town with surveys of ten questions, as the benchmarks need them."""

import uuid
from urllib.parse import urlencode

from flask import Flask
from flask_migrate import upgrade

from portal.core import tenancy
from portal.core.database import db
from portal.organisations import queries as organisations
from portal.participation.models import Activity
from portal.surveys.rules.questions import Option, Page, Question, Questionnaire, QuestionType
from tests.support import cast

HOST = "bench.test"


def prepare(app: Flask) -> int:
    """Migrate, and make the town once. Returns its id."""
    with app.app_context():
        upgrade()
        row = organisations.find_by_slug("bench") or cast.organisation("bench", HOST)
        db.session.remove()
        return row.id


def survey(app: Flask, organisation_id: int, access: str) -> Activity:
    """An open survey of ten questions."""
    with app.app_context(), tenancy.use_organisation(organisation_id):
        row = cast.survey(access=access, asked=questionnaire(), title={"fr": f"Banc {uuid.uuid4().hex[:6]}"})
        db.session.expunge_all()
        return row


def questionnaire() -> Questionnaire:
    """Seven single choices, a multiple one, a scale and a text."""
    options = tuple(Option(key=key, label={"fr": f"Réponse {key}"}) for key in "abcde")
    single = [_question(number, QuestionType.SINGLE, options=options, is_required=True) for number in range(1, 8)]
    others = [
        _question(8, QuestionType.MULTIPLE, options=options),
        _question(9, QuestionType.SCALE, minimum=1, maximum=5),
        _question(10, QuestionType.SHORT_TEXT),
    ]
    return Questionnaire(pages=(Page(key="p1", questions=(*single, *others)),), spent_keys=10)


def body(access: str) -> str:
    """The one final POST, with words that the load draws anew."""
    fields = [("go", "send"), ("page", "1"), ("form", "1"), ("submission", "@SUBMISSION@"), ("zone", "gare")]
    fields += [(f"q{number}", "@CHOICE@") for number in range(1, 8)]
    fields += [("q8", "a"), ("q8", "b"), ("q9", "4"), ("q10", "Plus d’ombre, s’il vous plaît")]
    if access == "email":
        fields.append(("address", "resident-@NUMBER@@example.org"))
    return urlencode(fields, safe="@")


def _question(number: int, kind: QuestionType, **values: object) -> Question:
    return Question(key=f"q{number}", type=kind, title={"fr": f"Question {number}"}, **values)
