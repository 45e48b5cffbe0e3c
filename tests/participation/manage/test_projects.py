"""A project from its first word to its outcome: what staff write is what residents read, and nothing of the next town."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.rules import Right, Role, may
from portal.core import tenancy
from portal.core.audit import AuditEntry
from portal.core.database import db
from portal.participation.models import Project
from portal.participation.queries import activities
from portal.participation.service import activities as service
from portal.territory import queries as territory
from tests.support import cast

NEW = "/manage/projects/new"
STEPS = "2027-01-09 Réunion publique\nLe conseil décide"
DOCUMENTS = "Plan des travaux https://ville.example/plan.pdf\nLes chiffres /surveys/la-place/results"


def zone_id(key: str = "gare") -> int:
    return next(zone.id for zone in territory.territory().zones() if zone.key == key)


def make(desk, **filled) -> Project:
    answer = desk.submit(desk.get(NEW), **({"title_fr": "La place"} | filled))
    assert answer.status_code == 303, answer.text[-800:]
    return tenancy.get(Project, int(re.search(r"/projects/(\d+)", answer.location)[1]))


def test_what_staff_write_is_what_residents_read(desk):
    row = make(
        desk,
        summary_fr="Des arbres et des bancs.",
        body_fr="Pourquoi **maintenant**.",
        steps_fr=STEPS,
        documents=DOCUMENTS,
        zone=str(zone_id()),
    )
    page = desk.get(f"/projects/{row.slug}").text
    for shown in ("La place", "Des arbres et des bancs.", "<strong>maintenant</strong>", "Gare", "Réunion publique"):
        assert shown in page
    assert '<a href="https://ville.example/plan.pdf">Plan des travaux</a>' in page
    assert '<a href="/surveys/la-place/results">Les chiffres</a>' in page
    assert page.index("Réunion publique") < page.index("Le conseil décide")
    assert "Ce qu’il en est ressorti" not in page


def test_the_form_shows_what_is_there_and_saving_it_again_changes_nothing(desk):
    row = make(desk, body_fr="Pourquoi", steps_fr=STEPS, documents=DOCUMENTS, zone=str(zone_id()))
    before = service.digest_of(row)
    assert desk.submit(desk.get(f"/manage/projects/{row.id}")).status_code == 303
    db.session.expire_all()
    assert service.digest_of(row) == before


def test_an_outcome_stands_on_top_once_there_is_one(desk):
    row = make(desk, body_fr="Pourquoi")
    desk.submit(desk.get(f"/manage/projects/{row.id}"), outcome_fr="Douze arbres **plantés**.")
    page = desk.get(f"/projects/{row.slug}").text
    assert page.index("<strong>plantés</strong>") < page.index("Pourquoi")


def test_a_project_hidden_again_is_seen_by_staff_only(desk):
    row = make(desk)
    desk.submit(desk.get(f"/manage/projects/{row.id}"), is_published=[])
    assert desk.get(f"/projects/{row.slug}").status_code == 404
    assert "La place" not in desk.get("/projects").text
    assert "La place" in desk.get("/manage/projects").text


def test_two_projects_of_one_name_have_two_addresses(desk):
    assert [make(desk).slug, make(desk).slug] == ["la-place", "la-place-2"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_fr": " "},
        {"title_fr": "x" * 151},
        {"zone": "999999"},
        {"zone": "nowhere"},
        {"documents": "Plan javascript:alert(1)"},
        {"documents": "\n".join(f"Plan {number} /plan" for number in range(21))},
        {"steps_fr": "\n".join(["Une étape"] * 13)},
        {"steps_fr": "Une étape", "steps_en": "One step\nAnother"},
    ],
    ids=" ".join,
)
def test_what_cannot_be_kept_is_said_and_nothing_is(desk, wrong):
    page = desk.submit(desk.get(NEW), **({"title_fr": "La place"} | wrong))
    assert page.status_code == 422
    assert activities.all_projects() == []
    row = make(desk)
    assert desk.submit(desk.get(f"/manage/projects/{row.id}"), **wrong).status_code == 422
    assert service.digest_of(row) == service.digest_of(tenancy.get(Project, row.id))


def test_of_two_who_write_at_once_the_second_sees_the_first_one_s_words(desk):
    row = make(desk, documents=DOCUMENTS)
    seen = desk.get(f"/manage/projects/{row.id}")
    desk.submit(seen, title_fr="La place des Halles", documents="Le plan /plan")
    late = desk.submit(seen, title_fr="La grande place")
    assert late.status_code == 409
    for words in ("La place des Halles", "La grande place", "Le plan"):
        assert words in late.text
    assert tenancy.get(Project, row.id).title == {"fr": "La place des Halles"}
    assert desk.submit(late, title_fr="La grande place").status_code == 303


@pytest.mark.parametrize("role", Role)
def test_only_who_edits_activities_leads_projects(browser, role):
    row = service.create_project(title={"fr": "La place"})
    browser.sign_in(cast.staff(role))
    may_edit = may(role, Right.ACTIVITIES_EDIT)
    assert may_edit == (role in (Role.ADMINISTRATOR, Role.EDITOR))
    for path in ("/manage/projects", NEW, f"/manage/projects/{row.id}"):
        assert browser.get(path).status_code == (200 if may_edit else 403)
    assert browser.post(NEW, {"title_fr": "Une autre", "zone": ""}).status_code == (303 if may_edit else 403)
    changed = {"title_fr": "Changée", "zone": "", "seen": service.digest_of(row)}
    assert browser.post(f"/manage/projects/{row.id}", changed).status_code == (303 if may_edit else 403)
    assert len(activities.all_projects()) == 1 + may_edit
    assert tenancy.get(Project, row.id).title == {"fr": "Changée" if may_edit else "La place"}


def test_the_next_town_s_project_and_zone_are_nobody_s_here(desk):
    next_town = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(next_town.id):
        theirs, their_zone = service.create_project(title={"fr": "Chez eux"}), zone_id()
    changed = {"title_fr": "À nous", "zone": "", "seen": service.digest_of(theirs)}
    assert desk.get(f"/manage/projects/{theirs.id}").status_code == 404
    assert desk.post(f"/manage/projects/{theirs.id}", changed).status_code == 404
    assert desk.submit(desk.get(NEW), title_fr="La place", zone=str(their_zone)).status_code == 422
    with pytest.raises(IntegrityError):
        service.create_project(title={"fr": "La place"}, zone_id=their_zone)


def test_who_made_and_who_changed_a_project_is_noted_with_the_names_of_the_fields(town):
    alice = cast.staff()
    row = service.create_project(title={"fr": "La place"}, actor_id=alice.id)
    service.edit_project(row.id, outcome={"fr": "Fait."}, actor_id=alice.id)
    made, changed = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_type == "project").order_by(AuditEntry.id)
    )
    assert (made.action, changed.action) == ("project.created", "project.edited")
    assert {made.actor_id, changed.actor_id} == {alice.id}
    assert changed.details == {"fields": ["outcome"]}
