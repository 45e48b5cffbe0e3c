"""Staff find signatures that belong together, see how many, and hold, release or set aside all of them."""

import json

import pytest
from sqlalchemy import text

from portal.accounts.rules import Role
from portal.core import clock
from portal.core.database import db
from portal.participation.rules.conditions import Conditions
from portal.participation.service import setting_aside
from portal.participation.service.acts import Trace
from portal.petitions import criteria
from portal.petitions.queries import found
from portal.petitions.service import recounting
from tests.support import cast, residents, signers

READ = {each.name: each.read for each in criteria.CRITERIA}


@pytest.fixture
def petition(town):
    made = cast.petition()
    db.session.expunge(made)
    return made


def sign(petition, name, network="192.0.2.7", domain="example.org"):
    signers.sign(petition, name, f"{name.split()[0].lower()}@{domain}", trace=Trace(network=network))


def wanted(**typed):
    return Conditions(more={name: READ[name](value) for name, value in typed.items()})


def test_staff_search_count_hold_watch_release_and_set_aside(petition, desk):
    sign(petition, "Ana Roy")
    sign(petition, "Bea Roy")
    sign(petition, "Cid Roy", "198.51.100.1", "mailinator.com")
    signers.confirm_all()
    residents.figures(petition)
    url = f"/manage/petitions/{petition.id}/search"
    page = desk.get(url)
    assert page.text.count("Roy") == 3
    assert "198.51.100.1" in page.text
    some = desk.get(f"{url}?more-network=192.0.2.0/24")
    assert some.text.count("Roy") == 2
    assert "do=hold" in some.text
    check = desk.get(f"{url}/check?do=hold&more-network=192.0.2.0/24")
    sent = desk.submit(check)
    assert sent.status_code == 303
    work_id = int(sent.location.rsplit("/", 1)[1])
    assert "<progress" in desk.get(sent.location).text
    setting_aside.carry_on(work_id)
    assert desk.get(sent.location).status_code == 200
    assert residents.figures(petition) == {"": 1}
    released = desk.submit(desk.get(f"{url}/check?do=release&more-held=staff"))
    setting_aside.carry_on(int(released.location.rsplit("/", 1)[1]))
    assert residents.figures(petition) == {"": 3}
    missing = desk.submit(desk.get(f"{url}/check?do=aside&more-domain=mailinator.com"), reason="")
    assert missing.status_code == 422
    sent = desk.submit(missing, reason="Faux noms")
    setting_aside.carry_on(int(sent.location.rsplit("/", 1)[1]))
    assert residents.figures(petition) == {"": 2}
    back = desk.submit(desk.get(sent.location))
    setting_aside.carry_on(int(back.location.rsplit("/", 1)[1]))
    assert residents.figures(petition) == {"": 3}


def test_each_thing_typed_narrows_and_what_cannot_be_read_is_said(petition, desk):
    sign(petition, "Ana Roy")
    sign(petition, "Béa Durand", "198.51.100.1")
    signers.confirm_all()
    sign(petition, "Cid Petit", "203.0.113.5")
    url = f"/manage/petitions/{petition.id}/search"
    hour = clock.now().strftime("%Y-%m-%dT%H:%M")
    for query, names in {
        "more-name=roy+ANA": {"Ana Roy"},
        "more-address=b%C3%A9a@example.org": {"Béa Durand"},
        "state=pending": {"Cid Petit"},
        "more-hour=2020-01-01T10:00": set(),
        "channel=web&more-domain=example.org": {"Ana Roy", "Béa Durand", "Cid Petit"},
    }.items():
        page = desk.get(f"{url}?{query}")
        assert page.status_code == 200, query
        assert {name for name in ("Ana Roy", "Béa Durand", "Cid Petit") if f'"row">{name}' in page.text} == names, query
    assert desk.get(f"{url}?more-hour={hour}").status_code == 200
    for query in ("more-network=x", "more-domain=x", "more-address=x", "more-held=x", "more-hour=x"):
        assert desk.get(f"{url}?{query}").status_code == 422, query
    assert desk.get(f"{url}/check?do=hold").status_code == 422, "everybody is nobody"
    assert desk.get(f"{url}/check?do=burn&channel=web").status_code == 422


def test_conditions_that_were_tampered_with_are_refused(petition, desk):
    until = "2026-01-01T00:00:00+00:00"
    for more in ({"network": "x"}, {"name": "x"}, {"address": "00"}, {"hour": "x"}, {"spared": "allowed"}, {"y": "1"}):
        conditions = json.dumps({"more": more, "submitted_until": until})
        sent = desk.post(f"/manage/petitions/{petition.id}/search/act", {"conditions": conditions, "do": "hold"})
        assert sent.status_code == 409, more
    conditions = json.dumps({"channel": "web", "submitted_until": until})
    assert desk.post(f"/manage/petitions/{petition.id}/search/act", {"conditions": conditions}).status_code == 409


def test_pages_go_on_where_the_one_before_ended(petition):
    for name in ("Ana", "Bea", "Cid"):
        sign(petition, name)
    signers.confirm_all()
    first = found.page(petition.id, Conditions(), size=2)
    last = found.page(petition.id, Conditions(), size=2, after=first.after)
    assert [row.content["name"] for row in (*first.rows, *last.rows)] == ["Cid", "Bea", "Ana"]
    assert last.after is None


def test_each_search_has_an_index_to_go_by(petition):
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    plans = {
        "ix_participation_traces_network": wanted(network="192.0.2.0/24"),
        "ix_participation_traces_domain": wanted(domain="spam.example"),
        "uq_participations_person": wanted(address="ana@example.org"),
        "ix_participations_name": wanted(name="Ana Roy"),
        "ix_participations_activity": wanted(hour=clock.now().isoformat()),
    }
    for index, conditions in plans.items():
        plan = found.plan(petition.id, conditions)
        assert index in plan or "Seq Scan" not in plan, f"{index}\n{plan}"
        assert "Seq Scan" not in plan, plan


def test_only_who_may_see_names_searches(petition, browser):
    for role, status in ((Role.EDITOR, 403), (Role.CONTACT_MANAGER, 403), (Role.MODERATOR, 200)):
        browser.sign_in(cast.staff(role))
        assert browser.get(f"/manage/petitions/{petition.id}/search").status_code == status, role


def test_everything_is_counted_again_on_demand(petition, desk):
    sign(petition, "Ana")
    signers.confirm_all()
    residents.figures(petition)
    url = f"/manage/petitions/{petition.id}/recount"
    for wrong, words in ((0, "Chaque"), (1, "corrigé")):
        db.session.execute(text("UPDATE tally_heads SET counted = counted + :wrong"), {"wrong": wrong})
        db.session.commit()
        sent = desk.post(url, {})
        recounting.recount(int(sent.location.rsplit("/", 1)[1]))
        recounting.recount(int(sent.location.rsplit("/", 1)[1]))
        assert words in desk.get(sent.location).text
    assert residents.figures(petition) == {"": 1}
