"""Real petitions of other portals, taken in, and again."""

import json

import pytest
from sqlalchemy import func, select

from portal.core.database import db
from portal.participation import tally
from portal.participation.models import Activity, OfficialAnswer
from portal.participation.queries import tallies
from portal.petitions import progress, queries
from portal.petitions.importing import service
from portal.petitions.models import Milestone, Petition
from portal.petitions.queries import similar
from tests.support import cast, signers, work
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.usefixtures("town")

UK = {
    "type": "petition",
    "id": 99,
    "attributes": {
        "action": "Bring back the night bus",
        "background": "The last one leaves at nine.",
        "state": "closed",
        "signature_count": 12_345,
        "open_at": "2016-05-25T11:19:56.925Z",
        "closed_at": "2016-11-25T11:19:56.925Z",
        "response_threshold_reached_at": "2016-06-24T06:54:57.319Z",
        "government_response": {
            "summary": "A bus will run.",
            "details": "On Fridays and Saturdays.",
            "created_at": "2016-08-01T10:00:00Z",
        },
    },
}


def taken(*rows):
    return service.import_petitions(json.dumps({"data": list(rows)}).encode())


def changed(**values):
    return UK | {"attributes": UK["attributes"] | values}


def one():
    return db.session.execute(select(Activity, Petition).join(Petition, Petition.activity_id == Activity.id)).one()


@pytest.mark.parametrize(
    ("parts", "lines", "source"),
    [
        (("B2_wethepeople", "petitions_utf8.csv"), 266, "petitions.whitehouse.gov"),
        (("B3_fr_petitions", "petitions_an_senat_echantillon.csv"), 44, "petitions.senat.fr"),
        (("B1_uk_petitions", "petition_131215_full.json"), 1, "petition.parliament.uk"),
        (("visible_extraits", "uk_petitions_extrait_300.csv"), 300, "petition.parliament.uk"),
    ],
)
def test_a_real_file_is_taken_whole_and_a_second_time_changes_nothing(parts, lines, source):
    content = shared_data(*parts).read_bytes()
    first = service.import_petitions(content)
    assert (first.read, first.added, first.refused) == (lines, lines, [])
    assert db.session.scalar(select(func.count()).where(Petition.source == source)) > 0
    again = service.import_petitions(content)
    assert (again.unchanged, again.added, again.changed) == (lines, 0, 0)


def test_the_number_from_there_is_shown_with_its_source_and_never_proven_as_ours(browser):
    taken(UK)
    activity, petition = one()
    reached = progress.progress(petition)
    assert (reached.counted, reached.elsewhere) == (12_345, 12_345)
    assert tally.verify(activity.id) == []
    tally.rebuild(activity.id)
    assert tallies.head(activity.id).counted == 12_345
    page = browser.get(f"/petitions/{activity.slug}").text
    assert "petition.parliament.uk" in page
    assert "no receipt here" in page or "pas de reçu ici" in page
    figures = browser.get(f"/api/v1/petitions/{activity.id}").get_json()
    assert (figures["signatures"]["counted"], figures["signatures"]["elsewhere"]) == (0, 12_345)
    assert browser.get(f"/api/v1/petitions/{activity.id}/count").get_json()["count"] == 12_345


def test_signatures_here_come_on_top():
    taken(changed(state="open", closed_at=None))
    activity, petition = one()
    signers.signed_by(activity, "Carol Martin", "Dave Petit")
    work.do_all()
    assert progress.progress(petition).counted == 12_347
    assert tally.verify(activity.id) == []


def test_what_was_promised_and_answered_there_obliges_nobody_here(browser):
    cast.threshold(500)
    taken(UK)
    work.do_all()
    activity, petition = one()
    [milestone] = db.session.scalars(select(Milestone))
    assert milestone.number == 10_000
    assert milestone.reached_at.isoformat().startswith("2016-06-24T06:54:57")
    answer = db.session.scalars(select(OfficialAnswer)).one()
    assert answer.body["en"] == "A bus will run.\n\nOn Fridays and Saturdays."
    assert milestone.answered_at == answer.published_at
    assert [rung.number for rung in progress.progress(petition).rungs] == [10_000, 100_000]
    assert all(each["clock"] == [] for each in browser.get(f"/api/v1/petitions/{activity.id}").get_json()["thresholds"])


def test_what_changed_there_changes_here_once():
    taken(UK)
    activity, petition = one()
    version = tallies.version(activity.id)
    assert taken(changed(signature_count=12_400, action="Bring back the night buses")).changed == 1
    db.session.expire_all()
    activity, petition = one()
    assert activity.title == {"en": "Bring back the night buses"}
    assert progress.progress(petition).counted == 12_400
    assert tallies.version(activity.id) == version + 1
    assert db.session.scalar(select(func.count()).select_from(OfficialAnswer)) == 1


def test_lines_that_cannot_be_taken_are_refused_with_their_reason():
    report = taken(
        UK,
        changed(),
        UK | {"id": None},
        UK | {"id": 2, "attributes": UK["attributes"] | {"state": "pending"}},
        UK | {"id": 3, "attributes": UK["attributes"] | {"signature_count": "many"}},
        UK | {"id": 4, "attributes": UK["attributes"] | {"open_at": "soon"}},
        UK | {"id": 5, "attributes": UK["attributes"] | {"action": "\u200b"}},
    )
    assert report.added == 1
    assert [(each.line, each.code) for each in report.refused] == [
        (2, "twice"),
        (3, "no_id"),
        (4, "not_public"),
        (5, "wrong_number"),
        (6, "wrong_date"),
        (7, "no_title"),
    ]
    assert report.refused[3].words.endswith("(many)")


def test_a_petition_that_was_turned_down_there_is_public_with_its_reason(browser):
    taken(changed(state="rejected", rejection={"code": "duplicate", "details": "See the other one."}))
    activity, petition = one()
    assert (petition.standing, petition.reason) == ("rejected", "duplicate")
    assert "See the other one." in browser.get(f"/petitions/{activity.slug}").text


def test_a_hidden_one_keeps_its_words_to_itself(browser):
    taken(changed(state="hidden", rejection={"code": "libellous"}))
    activity, _ = one()
    assert "bus" not in activity.slug
    assert "night bus" not in browser.get(f"/petitions/{activity.slug}").text


def test_a_file_of_another_kind_is_refused():
    for content in (b"", b"a;b\n1;2\n", b"{", b"[1]", b'{"data": []}'):
        with pytest.raises(service.Refused):
            service.import_petitions(content)


def test_similar_titles_are_found_among_real_ones():
    service.import_petitions(shared_data("B3_fr_petitions", "petitions_an_senat_echantillon.csv").read_bytes())
    found = similar.to("Reconnaître le vote blanc à l'élection présidentielle")
    assert found
    assert "vote blanc" in found[0].activity.title["fr"].lower()
    assert queries.petition(found[0].activity.id).source
