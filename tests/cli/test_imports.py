"""`portal import` as a person types it."""

import pytest
from click.testing import Result

from portal.cli.imports import imports
from portal.participation.queries import activities, tallies
from tests.support import cast, in_town, work
from tests.support.in_town import facts
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.usefixtures("town")


def run(*words: object, as_json: bool = True) -> Result:
    return in_town.run(imports, *words, as_json=as_json)


def test_the_tutorial_is_imported_with_its_warnings_by_row():
    made = facts(run("questionnaire", shared_data("C2_xlsform", "valid", "tutorial.xls"), "--open"))
    assert made["slug"] == "tutorial"
    assert made["url"].endswith("/surveys/tutorial")
    repeats = [(each["sheet"], each["row"]) for each in made["warnings"] if each["code"] == "repeat"]
    assert repeats == [("survey", 2), ("survey", 13)]
    assert activities.get(made["id"]).opens_at is not None


def test_petitions_are_imported_with_every_refusal_by_line(tmp_path):
    file = tmp_path / "petitions.csv"
    file.write_text(
        "chambre;id;titre;date_publication;date_limite_vote;nb_votes;statut\n"
        "senat;i-1;Uniformiser le tri;2020-02-04;2020-08-04;286;Seuil non atteint\n"
        "senat;i-2;Planter des haies;2020-02-04;2020-08-04;beaucoup;Seuil non atteint\n",
        encoding="utf-8",
    )
    found = facts(run("petitions", file))
    assert (found["read"], found["added"]) == (2, 1)
    assert [(each["line"], each["code"]) for each in found["refused"]] == [(3, "wrong_number")]
    assert "line 3: " in run("petitions", file, as_json=False).stdout
    refused = run("petitions", shared_data("README.md"))
    assert refused.exit_code == 1


def test_a_survey_made_from_a_header_takes_the_rows_of_its_file(tmp_path):
    file = tmp_path / "marché.csv"
    file.write_text("Venez-vous ?;Combien ?\noui;3\nnon;\noui;trois\n", encoding="cp1252")
    made = facts(run("questionnaire", file, "--open", "--access", "anyone"))
    report = facts(run("responses", made["slug"], file))
    assert (report["read"], report["added"], report["refused"]) == (3, 3, 0)
    again = facts(run("responses", made["id"], file))
    assert (again["added"], again["unchanged"]) == (0, 3)
    work.do_all()
    assert tallies.head(made["id"]).counted == 3


def test_refused_rows_are_told_in_words(tmp_path):
    survey = cast.survey()
    file = tmp_path / "rows.csv"
    file.write_text("q1,q2\na,4\nz,4\n")
    result = run("responses", survey.slug, file, as_json=False)
    assert result.exit_code == 0
    assert "2 rows read: 1 added, 0 unchanged, 1 refused." in result.stdout
    assert "row 3: Comment venez-vous" in result.stdout


def test_what_cannot_be_done_is_refused_with_the_reason(tmp_path):
    empty, rows = tmp_path / "empty.csv", tmp_path / "rows.csv"
    empty.write_text("")
    rows.write_text("a,b\n1,2\n")
    refused = run("questionnaire", empty)
    assert (refused.exit_code, "vide" in refused.output) == (1, True)
    assert run("responses", "nowhere", rows).exit_code == 1
    assert run("responses", "nowhere", tmp_path / "missing.csv").exit_code == 2
