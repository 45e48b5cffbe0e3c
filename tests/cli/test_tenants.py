"""The first organisation, its first administrator and its zones, as a person types it."""

import json

import pytest

from portal.accounts import queries as accounts
from portal.accounts import service as signing_in
from portal.cli.tenants import organisation, user
from portal.cli.zones import zones
from portal.organisations import queries as organisations
from portal.territory import queries as territory
from tests.support.in_town import facts, run
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.usefixtures("town")


def test_an_organisation_is_made_once(database):
    words = ("create", "autrement", "--name", "Autrement", "--regime", "political", "--host", "autrement.test")
    made = facts(run(organisation, *words))
    assert organisations.card_by_host("autrement.test").id == made["id"]
    again = run(organisation, *words)
    assert again.exit_code == 1
    assert "refused" in json.loads(again.stdout)
    assert run(organisation, "create", "x", "--name", "X", "--regime", "private", "--host", "x.test").exit_code == 2


def test_a_member_of_staff_signs_in_with_the_password_given_or_drawn():
    typed = facts(
        run(user, "add", "Bob@example.org", "--role", "editor", "--password-stdin", typed="four words that fit\n")
    )
    assert "password" not in typed
    assert signing_in.check_password("bob@example.org", "four words that fit").role == "editor"
    drawn = facts(run(user, "add", "alice@example.org", "--role", "administrator"))
    assert signing_in.check_password("alice@example.org", drawn["password"]) is not None


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        (("add", "bob@example.org", "--role", "editor", "--password-stdin"), "short\n", 1),
        (("add", "bob", "--role", "editor"), None, 1),
        (("add", "bob@example.org", "--role", "resident"), None, 2),
    ],
)
def test_what_cannot_be_is_refused(words, typed, code):
    assert run(user, *words, typed=typed).exit_code == code
    assert accounts.find_by_email("bob@example.org") is None


def test_zones_come_from_the_command_line_with_a_report(tmp_path):
    file = shared_data("D1_toulouse", "quartiers_democratie_locale.geojson")
    report = facts(run(zones, file, "--layer", "Quartiers de Toulouse", "--key", "quartier", "--label", "nom_quartier"))
    assert (report["read"], report["added"], report["refused"]) == (20, 20, [])
    assert len(territory.territory().zones("quartiers-de-toulouse")) == 20
    wrong = tmp_path / "x.geojson"
    wrong.write_text("{}")
    assert run(zones, wrong, "--layer", "X").exit_code == 1
