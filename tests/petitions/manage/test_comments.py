"""Comments of signatures: read by moderators first, published or refused several at once, and shown no longer than they stand."""

import datetime as dt
import re

import pytest
from sqlalchemy import text

from portal.accounts.rules import Role
from portal.contacts.events import PersonErased
from portal.core import clock, outbox, tenancy
from portal.core.database import db, transaction
from portal.participation import upkeep
from portal.participation.service import changing, confirming, keys
from portal.petitions.queries import comments
from portal.petitions.rules.comments import Standing
from portal.petitions.rules.states import Reason
from portal.petitions.service import commenting, signing
from portal.territory import queries as territory
from tests.support import cast, residents, signers, work


@pytest.fixture
def petition(town):
    made = cast.petition(slug="passerelle")
    db.session.expunge(made)
    return made


def sign(petition, name, comment, **values):
    """A counted signature; its personal link's token."""
    signers.sign(petition, name, f"{name.lower()}@example.org", comment=comment, **values)
    confirming.confirm(residents.mailed_links()[-1])
    return residents.manage_tokens()[-1]


def waiting(petition, state=Standing.WAITING):
    return [row.comment for row in comments.page(petition.id, state).rows]


def publish_all(petition):
    ids = [row.id for row in comments.page(petition.id, Standing.WAITING).rows]
    return commenting.publish(petition.id, ids, seen=Standing.WAITING)


def address(petition):
    return f"/manage/petitions/{petition.id}/comments"


def ticks(page):
    return re.findall(r'name="ticked" value="(\d+)"', page.text)


def test_moderators_publish_and_refuse_several_at_once_and_may_change_their_mind(petition, bob):
    for name in ("Ana", "Bea", "Cid", "Dan"):
        sign(petition, name, f"Mot de {name}", shows_name=name == "Ana")
    sign(petition, "Eve", "")
    public = f"/petitions/{petition.slug}/names"
    assert "Mot de" not in bob.get(public).text
    page = bob.get(address(petition))
    ids = ticks(page)
    assert len(ids) == 4
    assert page.text.index("Mot de Ana") < page.text.index("Mot de Dan"), "the oldest first"
    assert "Bea" not in page.text.replace("Mot de Bea", "")
    sent = bob.submit(page, ticked=ids[:2], go="publish")
    assert sent.status_code == 303
    assert "2 commentaires traités" in bob.get(sent.location).text
    refused = bob.submit(bob.get(address(petition)), ticked=ids[2:3], go="refuse", reason=Reason.OFFENSIVE)
    assert refused.status_code == 303
    assert waiting(petition) == ["Mot de Dan"]
    shown = bob.get(public).text
    assert "Mot de Ana" in shown
    assert "Mot de Bea" in shown
    assert "Mot de Cid" not in shown
    assert "Bea" not in shown.replace("Mot de Bea", "")
    assert "Mot de Cid" in bob.get(f"{address(petition)}?state=refused").text
    back = bob.get(f"{address(petition)}?state=published")
    bob.submit(back, ticked=ids[1:2], go="refuse", reason=Reason.PERSONAL_DATA)
    assert "Mot de Bea" not in bob.get(public).text
    lines = db.session.execute(
        text("SELECT action, details FROM audit_entries WHERE action LIKE '%comments%' ORDER BY id")
    )
    assert [(row.action, row.details.get("reason"), len(row.details["versions"])) for row in lines] == [
        ("petition.comments_published", None, 2),
        ("petition.comments_refused", "offensive", 1),
        ("petition.comments_refused", "personal_data", 1),
    ]


def test_what_waits_stands_on_the_first_page_until_it_is_read(petition, bob):
    signers.sign(petition, comment="Pas encore confirmé")
    link = f'href="{address(petition)}"'
    assert link not in bob.get("/manage/").text
    confirming.confirm(residents.mailed_links()[-1])
    assert link in bob.get("/manage/").text
    publish_all(petition)
    assert link not in bob.get("/manage/").text


def test_what_is_missing_is_said_and_ticks_are_kept(petition, bob):
    sign(petition, "Ana", "Enfin")
    page = bob.get(address(petition))
    [version_id] = ticks(page)
    assert bob.submit(page, go="publish").status_code == 422
    unsaid = bob.submit(page, ticked=[version_id], go="refuse")
    assert unsaid.status_code == 422
    assert f'value="{version_id}" checked' in unsaid.text
    for wrong in ("x", "0", "-1", str(2**70)):
        assert bob.submit(page, ticked=[wrong], go="publish").status_code == 422, wrong
    assert bob.submit(page, ticked=[version_id], go="refuse", reason="duplicate").status_code == 422
    assert waiting(petition) == ["Enfin"]


def test_of_two_moderators_the_second_changes_nothing(petition, bob):
    sign(petition, "Ana", "Enfin")
    first, second = bob.get(address(petition)), bob.get(address(petition))
    ids = ticks(first)
    bob.submit(first, ticked=ids, go="refuse", reason=Reason.UNLAWFUL)
    late = bob.submit(second, ticked=ids, go="publish")
    assert "est resté tel quel" in bob.get(late.location).text
    assert waiting(petition, Standing.REFUSED) == ["Enfin"]
    assert commenting.publish(petition.id, [int(ids[0])], seen=Standing.PUBLISHED) == 0


def test_a_changed_comment_waits_anew_and_the_old_one_is_gone(petition, browser):
    token = sign(petition, "Ana", "Premier mot")
    publish_all(petition)
    signing.change(token, signers.signature("Ana", "", comment="Second mot", trace=None))
    assert waiting(petition) == ["Second mot"]
    assert "mot" not in browser.get(f"/petitions/{petition.slug}/names").text.split("<main", 1)[1]
    signing.change(token, signers.signature("Ana", "", trace=None))
    assert waiting(petition) == []


def withdraw(token):
    changing.withdraw(token)


def hold(token):
    assert residents.hold(residents.participation_of(token), "staff")


def set_aside(token):
    assert changing.invalidate(residents.participation_of(token).id, "Faux nom")


def erase(_token):
    with transaction():
        key = keys.person_key("ana@example.org").hex()
        outbox.publish(PersonErased(person_key=key, erased_at=clock.database_now().isoformat()))
    work.do_all()


@pytest.mark.parametrize("gone", [withdraw, hold, set_aside, erase])
@pytest.mark.parametrize("is_published", [True, False])
def test_what_does_not_count_any_more_shows_no_comment(petition, browser, gone, is_published):
    token = sign(petition, "Ana", "Enfin", shows_name=True)
    if is_published:
        assert publish_all(petition) == 1
    seen = comments.page(petition.id, Standing.PUBLISHED if is_published else Standing.WAITING).rows
    gone(token)
    assert [waiting(petition, state) for state in Standing] == [[], [], []]
    assert commenting.publish(petition.id, [row.id for row in seen], seen=Standing.WAITING) == 0
    assert "Enfin" not in browser.get(f"/petitions/{petition.slug}/names").text


def test_nobody_reads_what_nobody_confirmed_and_it_is_forgotten_with_it(petition):
    signers.sign(petition, comment="Jamais confirmé")
    sign(petition, "Ana", "Confirmé")
    assert waiting(petition) == ["Confirmé"]
    assert upkeep.purge(clock.now() + dt.timedelta(days=8))["comments"] == 1
    assert waiting(petition) == ["Confirmé"]


def test_the_same_form_twice_is_one_comment(petition):
    same = signers.signature(comment="Une fois")
    for _time in range(2):
        signing.sign(signers.activities.card_by_id(petition.id), same)
    assert db.session.scalar(text("SELECT count(*) FROM petition_comments")) == 1


def test_hostile_text_is_text(petition, bob):
    sign(petition, "Ana", '<script>alert(1)</script>\n\n<img src=x onerror="x">', shows_name=True)
    assert "<script>alert" not in bob.get(address(petition)).text
    publish_all(petition)
    shown = bob.get(f"/petitions/{petition.slug}/names").text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "<img src=x" not in shown


def test_a_zone_is_named_only_where_enough_people_signed(petition, browser):
    zones = {zone.key: zone.id for zone in territory.territory().zones()}
    for place in range(7):
        sign(petition, f"Gare{place}", f"Mot {place}" if place == 0 else "", zone_id=zones["gare"])
    sign(petition, "Lea", "Seule ici", zone_id=zones["lande"])
    publish_all(petition)
    work.do_all()
    shown = browser.get(f"/petitions/{petition.slug}/names").text
    assert "Gare" in shown
    assert "Seule ici" in shown
    assert "Lande" not in shown


def test_pages_go_on_where_the_one_before_ended(petition):
    for name in ("Ana", "Bea", "Cid"):
        sign(petition, name, name)
    first = comments.page(petition.id, Standing.WAITING, size=2)
    last = comments.page(petition.id, Standing.WAITING, size=2, after=first.after)
    assert [row.comment for row in (*first.rows, *last.rows)] == ["Ana", "Bea", "Cid"]
    assert last.after is None


def test_only_who_decides_about_petitions_decides_about_comments(petition, browser):
    for role, status in (
        (Role.FIELD_AGENT, 403),
        (Role.CONTACT_MANAGER, 403),
        (Role.EDITOR, 200),
        (Role.MODERATOR, 200),
    ):
        browser.sign_in(cast.staff(role))
        assert browser.get(address(petition)).status_code == status, role
        sent = browser.post(address(petition), {"ticked": "1", "go": "publish"})
        assert sent.status_code == (403 if status == 403 else 303), role


def test_another_town_neither_reads_nor_decides(petition, app, bob):
    sign(petition, "Ana", "Enfin")
    [row] = comments.page(petition.id, Standing.WAITING).rows
    neighbour = cast.organisation("neighbour", "neighbour.example.org")
    with tenancy.use_organisation(neighbour.id):
        other = cast.petition(slug="autre")
        assert comments.page(petition.id, Standing.WAITING).rows == []
        assert commenting.publish(petition.id, [row.id], seen=Standing.WAITING) == 0
        assert commenting.publish(other.id, [row.id], seen=Standing.WAITING) == 0
    assert bob.get(f"/manage/petitions/{other.id}/comments").status_code == 404
    elsewhere = cast.petition(slug="ailleurs", ask="Des bancs au marché")
    assert commenting.publish(elsewhere.id, [row.id], seen=Standing.WAITING) == 0
    assert waiting(petition) == ["Enfin"]
