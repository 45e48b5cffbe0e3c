from datetime import date

import pytest
from flask_babel import force_locale

from portal.surveys import wording
from portal.surveys.rules import answers
from portal.surveys.rules.problems import Code, Problem
from tests.surveys.rules.examples import one_page, options, question

CASES = [
    (
        question("q1", "single", options=options("a"), is_required=True),
        [],
        "Choisissez une réponse, même approximative.",
    ),
    (question("q1", "multiple", options=options("a"), is_required=True), [], "Cochez au moins une case."),
    (question("q1", "number", is_required=True), [], "Indiquez un nombre, même approximatif."),
    (question("q1", "single", options=options("a", "b")), ["a", "b"], "Choisissez une seule réponse."),
    (
        question("q1", "multiple", options=options("a", "b", "c"), maximum=2),
        ["a", "b", "c"],
        "Cochez 2 cases au plus. Vous en avez coché 3.",
    ),
    (
        question("q1", "multiple", options=options("a", "aucun", exclusive="aucun")),
        ["a", "aucun"],
        "«\u00a0Choix aucun\u00a0» exclut les autres réponses\u00a0: décochez cette case, ou décochez les autres.",
    ),
    (question("q1", "number", minimum=0, maximum=1500), ["-1"], "Écrivez un nombre de 0 à 1\u00a0500."),
    (question("q1", "number", minimum=18), ["3"], "Écrivez 18 ou plus."),
    (question("q1", "number", maximum=0.5, is_decimal=True), ["3"], "Écrivez 0,50 ou moins."),
    (question("q1", "date", minimum=date(2026, 5, 1)), ["1/1/2020"], "Donnez un jour à partir du 1er mai 2026."),
    (
        question("q1", "short_text"),
        ["x" * 201],
        "Raccourcissez ce texte\u00a0: il compte 201 caractères, pour 200 au plus.",
    ),
]


@pytest.mark.parametrize(("asked", "values", "words"), CASES)
def test_what_is_wrong_is_said_with_what_to_do(app, asked, values, words):
    [problem] = answers.read(one_page(asked), {"q1": values}, language="fr", zones={}).problems
    with app.test_request_context(), force_locale("fr"):
        assert wording.say(problem, asked) == words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_problem_has_words(app, language):
    params = {"minimum": 2, "maximum": 3, "count": 4, "option": "a"}
    asked = question("q1", "multiple", options=options("a", "b"))
    with app.test_request_context(), force_locale(language):
        said = {wording.say(Problem("q1", code, params), asked) for code in Code}
    assert all(words and "%(" not in words for words in said)
    assert len(said) >= len(Code) - 1
