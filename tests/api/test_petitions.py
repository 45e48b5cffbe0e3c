"""Petitions as public JSON: what the page says, held to the published description; nothing of what it hides."""

import datetime as dt
import json
import uuid

from sqlalchemy import update

from portal.core import clock
from portal.participation.service import activities
from portal.petitions import queries as petitions
from portal.petitions.models import Milestone
from portal.petitions.rules.states import Reason
from portal.petitions.service import deciding, starting, updating
from portal.petitions.service.starting import Texts
from portal.territory import queries as territory
from tests.api.test_views import described
from tests.support import cast, signers, work
from tests.support.browser import Browser


def test_a_petition_says_its_words_its_counts_and_how_its_clock_runs(browser, database):
    petition = cast.petition(details="Le terrain est à la commune.")
    cast.threshold(2)
    cast.threshold(500, promise="debate")
    gare = next(zone.id for zone in territory.territory().zones() if zone.key == "gare")
    for place in range(6):
        signers.sign(petition, f"Personne {place}x", f"p{place}@example.org", zone_id=gare)
    signers.sign(petition, "Carol Martin", "carol@example.org")
    signers.confirm_all()
    work.do_all()
    database.session.execute(update(Milestone).values(reached_at=clock.now() - dt.timedelta(days=20)))
    database.session.commit()
    updating.propose(petition.id, title="Pas lue", body="…")
    updating.publish(petition.id, title="L’étude reprend", body="Avant mars.", signed_by="La mairie")
    said = described(browser, f"/api/v1/petitions/{petition.id}", "Petition")
    assert said["details"] == "Le terrain est à la commune."
    assert said["signatures"]["counted"] == 7
    assert {row["zone"]: row["n"] for row in said["signatures"]["by_zone"]} == {
        "halles": None,
        "gare": 5,
        "lande": None,
        None: None,
    }
    first, second = said["thresholds"]
    assert [(hand["step"], hand["state"], hand["days_late"]) for hand in first["clock"]] == [
        ("reached", "done", 0),
        ("acknowledged", "late", 5),
        ("answered", "later", 0),
    ]
    assert (second["is_reached"], second["clock"]) == (False, [])
    assert [row["title"] for row in said["updates"]] == ["L’étude reprend"]
    assert said["author"] is None
    activities.answer(petition.id, decision="partly", author="La maire", body={"fr": "Une étude."})
    assert described(browser, f"/api/v1/petitions/{petition.id}", "Petition")["answer"]["author"] == "La maire"


def test_results_of_all_kinds_hide_small_counts_of_petitions_too(browser):
    petition = cast.petition()
    signers.signed_by(petition, "Carol Martin", "Dominique Perrin")
    work.do_all()
    said = described(browser, f"/api/v1/activities/{petition.id}/results", "Results")
    assert said["participations"]["counted"] == 2
    assert [row["n"] for row in said["participations"]["by_zone"]] == [None, None, None, None]


def test_the_count_is_tiny_and_a_304_while_nothing_moved(app, browser, town):
    petition = cast.petition()
    signers.signed_by(petition, "Carol Martin")
    work.do_all()
    path = f"/api/v1/petitions/{petition.id}/count"
    said = described(browser, path, "PetitionCount")
    assert said["count"] == 1
    reader = Browser(app, town.host, is_anonymous=True)
    first = reader.get(path)
    assert json.loads(first.text) == said
    assert len(first.data) < 60
    again = reader.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.text) == (304, "")


def test_petitions_are_listed_among_activities(browser):
    petition = cast.petition()
    cast.survey()
    [item] = described(browser, "/api/v1/activities?kind=petition", "ActivityList")["items"]
    assert (item["id"], item["kind"]) == (petition.id, "petition")


def test_what_is_no_public_petition_is_not_there(browser):
    survey = cast.survey()
    draft = starting.draft(Texts(ask="Un brouillon"))
    for activity in (survey, draft):
        for page in ("", "/count"):
            described(browser, f"/api/v1/petitions/{activity.id}{page}", "Problem", 404)


def test_one_that_was_turned_down_says_why_and_hides_what_its_page_hides(browser):
    activity = starting.begin(
        Texts(ask="Le maire est un voleur", background="Il vole", details="Tout"),
        language="fr",
        submission_id=uuid.uuid4(),
        author_name="Carol Martin",
        author_shows_name=True,
    )
    path = f"/api/v1/petitions/{activity.id}"
    described(browser, path, "Problem", 404)
    petitions.petition(activity.id).standing = "moderation"
    deciding.reject(activity.id, Reason.NOT_OURS, text="C’est la région.")
    said = described(browser, path, "Petition")
    assert (said["state"], said["title"], said["rejection"]["reason"]) == (
        "rejected",
        "Le maire est un voleur",
        "not_ours",
    )
    deciding.hide_text(activity.id)
    said = described(browser, path, "Petition")
    assert (said["title"], said["author"]) == (None, None)
    assert "voleur" not in browser.get(path).text
    described(browser, f"{path}/count", "Problem", 404)
