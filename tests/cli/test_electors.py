"""`portal import electors` as a person types it."""

import pytest
from sqlalchemy import text

from portal.cli import electors
from portal.core.database import db
from tests.support import in_town
from tests.support.in_town import facts
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.usefixtures("town")


def run(*words):
    return in_town.run(electors.electors, *words)


def test_a_national_roll_is_taken_in_with_its_undertaking_and_purge_date():
    roll = shared_data("visible_extraits", "reu_liste_extrait_300.csv")
    report = facts(run(roll, "--undertaking", "Le maire", "--purge-on", "2099-12-31"))
    assert report["read"] == report["added"] + report["unchanged"] + report["elsewhere"] + len(report["refused"])
    [row] = db.session.execute(text("SELECT electors, undertaking, purge_on FROM elector_registers WHERE is_current"))
    assert (row.electors, row.undertaking, row.purge_on.isoformat()) == (report["added"], "Le maire", "2099-12-31")
    assert db.session.scalar(text("SELECT electors FROM organisations")) == report["added"]


def test_a_file_of_addresses_is_refused_with_the_columns_it_lacks():
    roll = shared_data("E1_listes_electorales_anonymes", "ablon-brut.csv")
    result = run(roll, "--undertaking", "Le maire")
    assert result.exit_code == 1
    assert "prenoms" in result.output


def test_without_an_undertaking_nothing_is_read(tmp_path):
    file = tmp_path / "roll.csv"
    file.write_text("nom;prénoms;date de naissance\n")
    assert run(file).exit_code == 2
