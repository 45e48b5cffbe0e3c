"""The whole demonstration, loaded once for all these tests into a database of its own."""

import stat

from sqlalchemy import func, select, text

from portal.accounts import passwords
from portal.accounts import rules as accounts
from portal.accounts.models import User
from portal.consents import queries as consents
from portal.consents.rules import Basis
from portal.contacts.models import Contact
from portal.core import clock, tenancy
from portal.core.database import db
from portal.demo import signing_in
from portal.organisations import queries as organisations
from portal.participation import tally
from portal.participation.models import Activity, OfficialAnswer, Participation, Project
from portal.participation.queries import tallies
from portal.participation.rules.states import ActivityState
from portal.petitions.models import Milestone, Petition
from portal.petitions.queries import comments, sponsors
from portal.petitions.rules import ages
from portal.petitions.rules.comments import Standing
from tests.demo.loaded import Loaded

FIGURES = text("""
    SELECT o.slug, a.slug, c.mark, z.key, c.assurance, c.n, c.total, c.squares
    FROM tally_cells c JOIN activities a ON (a.organisation_id, a.id) = (c.organisation_id, c.activity_id)
    JOIN organisations o ON o.id = c.organisation_id
    LEFT JOIN zones z ON (z.organisation_id, z.id) = (c.organisation_id, c.zone_id)
    ORDER BY 1, 2, 3, 4, 5""")
DAYS = text("""
    SELECT a.slug, d.day, d.n FROM tally_days d
    JOIN activities a ON (a.organisation_id, a.id) = (d.organisation_id, d.activity_id) ORDER BY 1, 2""")


def inside(slug="saint-aurelien"):
    return tenancy.use_organisation(organisations.find_by_slug(slug).id)


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_it_holds_what_was_promised(demonstration):
    with inside():
        surveys = select(Activity.id).where(Activity.kind == "survey")
        assert count(Project) == 3
        assert count(Activity) == 12
        assert count(Participation, Participation.state == "counted", Participation.activity_id.in_(surveys)) == 4_000
        assert count(Contact) == 2_500
        heads = [tallies.head(activity_id) for activity_id in db.session.scalars(select(Activity.id))]
        assert sum(tallies.counted(db.session.scalars(surveys).all()).values()) == 4_000
        assert sum(head.pending for head in heads) == count(Participation, Participation.state == "pending") > 8
        assert count(Participation, Participation.state == "invalidated") == 37


def test_its_activities_are_in_every_state(demonstration):
    with inside():
        surveys = db.session.scalars(select(Activity).where(Activity.kind == "survey").order_by(Activity.id)).all()
        states = [survey.state_at(clock.now()) for survey in surveys]
        answered = {row.activity_id: row.decision for row in db.session.scalars(select(OfficialAnswer))}
        assert states == [ActivityState.CLOSED] * 3 + [ActivityState.OPEN] * 2 + [ActivityState.SCHEDULED]
        assert [answered.get(survey.id) for survey in surveys] == ["refused", None, "partly", None, None, None]
        assert sorted(survey.access for survey in surveys) == ["account", "anyone", "email", "email", "email", "email"]
        assert [survey.is_anonymous for survey in surveys].count(True) == 1
        assert (surveys[3].closes_at - clock.now()).days in (1, 2)
        assert surveys[1].answer_due_on < clock.now().date()


def test_its_petitions_are_in_every_standing(demonstration):
    with inside():
        found = db.session.execute(
            select(Activity, Petition).join(Petition, Petition.activity_id == Activity.id).order_by(Activity.id)
        ).all()
        assert [petition.standing for _, petition in found] == [
            *["accepted"] * 3,
            "sponsoring",
            "moderation",
            "rejected",
        ]
        counted = tallies.counted([activity.id for activity, _ in found])
        assert [counted[activity.id] for activity, _ in found] == [1_312, 187, 734, 0, 0, 0]
        assert [sponsors.count_confirmed(activity.id) for activity, _ in found] == [8, 5, 6, 3, 5, 5]


def test_comments_of_signatures_are_published_refused_and_waiting(demonstration):
    with inside():
        bridge = db.session.scalars(select(Petition.activity_id).order_by(Petition.activity_id)).first()
        found = {standing: comments.page(bridge, standing).rows for standing in Standing}
        assert {standing: len(rows) for standing, rows in found.items()} == {"waiting": 4, "published": 7, "refused": 1}
        age = clock.now() - min(row.submitted_at for row in found[Standing.WAITING])
        assert age.days < ages.MODERATION_DAYS


def test_the_clocks_of_petitions_began_with_the_signature_that_made_the_number(demonstration):
    with inside():
        milestones = {row.activity_id: row for row in db.session.scalars(select(Milestone))}
        assert len(milestones) == 2
        for activity_id, row in milestones.items():
            days = [each.n for each in tallies.days(activity_id) if each.day < row.reached_at.date()]
            assert sum(days) < row.number == 500
            assert row.reached_at < row.acknowledged_at < clock.now()
        answered = [row.answered_at is not None for _, row in sorted(milestones.items())]
        assert answered == [False, True]


def test_every_tally_is_proven(demonstration):
    for organisation in organisations.all_organisations():
        with tenancy.use_organisation(organisation.id):
            for activity_id in db.session.scalars(select(Activity.id)):
                assert tally.verify(activity_id) == []


def test_participation_is_spread_over_past_weeks(demonstration):
    with inside():
        for survey in db.session.scalars(select(Activity).where(Activity.opens_at < func.now())):
            days = tallies.days(survey.id)
            assert len(days) > 10
            assert days[0].day >= survey.opens_at.date()
            assert days[-1].day < clock.now().date()


def test_answers_go_with_the_neighbourhood(demonstration):
    with inside():
        survey = db.session.scalars(select(Activity).where(Activity.slug == "se-deplacer-dans-le-centre")).one()
        on_foot = _share_of(survey.id, "q1=foot")
        by_car = _share_of(survey.id, "q1=car")
        assert on_foot["halles"] > 2 * on_foot["bellefontaine"]
        assert by_car["bellefontaine"] > 2 * by_car["halles"]


def _share_of(activity_id, mark):
    rows = db.session.execute(
        text("""SELECT z.key, sum(n) FILTER (WHERE mark = :mark) / sum(n) FILTER (WHERE mark = '') AS share
            FROM tally_cells c JOIN zones z ON (z.organisation_id, z.id) = (c.organisation_id, c.zone_id)
            WHERE activity_id = :id GROUP BY z.key"""),
        {"id": activity_id, "mark": mark},
    )
    return {row.key: row.share for row in rows}


def test_the_second_organisation_shares_nothing(demonstration):
    with inside("opposition"):
        assert [survey.slug for survey in db.session.scalars(select(Activity))] == ["vos-priorites-pour-la-ville"]
        assert count(Contact) == 120
        assert count(Participation) == 187
        assert {user.email.split("@")[1] for user in db.session.scalars(select(User))} == {
            "saint-aurelien-autrement.example"
        }
    crossing = "SELECT count(*) FROM contacts a JOIN contacts b USING (person_key) WHERE a.organisation_id <> b.organisation_id"
    assert db.session.scalar(text(crossing)) == 0


def test_each_role_has_somebody_who_can_sign_in(demonstration):
    with inside():
        people = {user.email: user for user in db.session.scalars(select(User))}
    assert {user.role for user in people.values()} == set(accounts.Role) - {accounts.Role.RESIDENT}
    town = [sign_in for sign_in in demonstration.sign_ins if sign_in.host == "localhost"]
    assert all(passwords.is_right(people[each.email].password_hash, each.password) for each in town)


def test_the_sign_ins_are_kept_for_their_owner_only(demonstration):
    kept = demonstration.folder / signing_in.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert signing_in.kept(demonstration.folder) == demonstration.sign_ins


def test_a_second_load_gives_the_same_figures(demonstration, services, worker, tmp_path):
    figures, days = db.session.execute(FIGURES).all(), db.session.execute(DAYS).all()
    db.session.remove()
    again = Loaded(services, tmp_path, services.valkey(worker))
    try:
        with again.app.app_context():
            assert db.session.execute(FIGURES).all() == figures
            assert db.session.execute(DAYS).all() == days
        assert [each.email for each in again.sign_ins] == [each.email for each in demonstration.sign_ins]
        assert not {each.password for each in again.sign_ins} & {each.password for each in demonstration.sign_ins}
    finally:
        again.close()


def test_whoever_asked_was_told_and_no_letter_waits(demonstration):
    assert db.session.scalar(text("SELECT count(*) FROM people_told")) > 100
    assert db.session.scalar(text("SELECT count(*) FROM letters WHERE sent_at IS NULL OR to_address IS NOT NULL")) == 0


def test_staff_kept_the_contact_base(demonstration):
    with inside():
        assert count(Contact, Contact.name.is_not(None)) == 400
        assert count(Contact, Contact.canonical_address.is_(None)) > 20
        ways = dict(db.session.execute(text("SELECT method, count(*) FROM consent_events GROUP BY method")).all())
    assert ways["online"] > 2_000
    assert ways["telephone"] == 18
    assert ways["paper"] > 50


def test_every_purpose_rests_on_a_basis_that_the_back_office_can_name(demonstration):
    for name in ("saint-aurelien", "opposition"):
        with inside(name):
            assert {purpose.basis for purpose in consents.purposes()} <= set(Basis)
