"""Stored cells in the words of the questionnaire, over its versions and by zone."""

import uuid
from dataclasses import replace

import pytest

from portal.participation.queries import activities
from portal.participation.results import figures
from portal.surveys import queries, results, service
from portal.surveys.rules import questions
from portal.surveys.rules.shapes import Option
from portal.surveys.service import Response
from portal.territory import queries as territory
from tests.support import cast, work

pytestmark = pytest.mark.usefixtures("town")


def answer(activity_id: int, zone: str, **answers) -> None:
    card, form = activities.card_by_id(activity_id), queries.current_form(activity_id)
    place = territory.territory().find(zone)
    response = Response(submission_id=uuid.uuid4(), answers=answers, zone_id=place.id if place else None)
    service.answer(card, form, response)


def questions_of(activity_id: int):
    work.do_all()
    return results.questions_of(activity_id, figures(activity_id).cells)


def test_answers_of_an_earlier_version_keep_their_names():
    survey = cast.survey()
    answer(survey.id, "gare", q1="c")
    asked = cast.questionnaire()
    mode = asked.pages[0].questions[0]
    newer = replace(mode, options=(*mode.options[:2], Option(key="d", label={"fr": "En train"})))
    service.rewrite(survey.id, questions.replace_question(asked, "q1", newer))
    service.publish_questions(survey.id)
    answer(survey.id, "gare", q1="d")
    found = questions_of(survey.id)[0]
    assert [(option.label["fr"], option.n, option.is_removed) for option in found.options] == [
        ("À pied", 0, False),
        ("À vélo", 0, False),
        ("En train", 1, False),
        ("En bus", 1, True),
    ]
    assert found.asked == 2


def test_answers_by_zone_hide_small_counts():
    survey = cast.survey()
    for zone, said, times in (
        ("gare", "a", 12),
        ("gare", "b", 2),
        ("halles", "a", 7),
        ("halles", "b", 9),
        ("", "b", 6),
    ):
        for _ in range(times):
            answer(survey.id, zone, q1=said)
    found = questions_of(survey.id)
    table = results.by_zone(found[0], figures(survey.id).cells, is_open=False)
    shown = {row.zone: row.counts[:2] for row in table.rows}
    assert shown["gare"][1] is None
    assert sum(counts.count(None) for counts in shown.values()) >= 2
    assert results.by_zone(found[2], figures(survey.id).cells, is_open=False) is None
