"""What moderators decide, what the pages before each decision say, and two moderators at once."""

import pytest

from portal.accounts.rules import Role
from portal.core.database import db
from portal.participation.queries import tallies
from portal.petitions import queries
from portal.petitions.queries import journal
from portal.petitions.rules.states import Reason, Standing
from portal.petitions.service import deciding, starting
from portal.petitions.service.starting import Texts
from tests.support import cast, work
from tests.support.browser import Browser

HOSTILE = "<script>alert(1)</script>"


def standing(activity):
    db.session.expire_all()
    return queries.petition(activity.id).standing


def path(activity, page=""):
    return f"/manage/petitions/{activity.id}{page}"


def test_the_queue_stands_on_top_by_age(bob, submitted):
    submitted("Toute neuve")
    submitted("Bientôt en retard", days_ago=6)
    submitted("En retard", days_ago=9)
    page = bob.get("/manage/petitions").text
    queue = page[page.index('id="queue"') : page.index('id="list"')]
    assert queue.index("En retard") < queue.index("Bientôt en retard") < queue.index("Toute neuve")
    assert (queue.count('class="bad"'), queue.count('class="soon"')) == (2, 1)


def test_a_petition_is_accepted_with_its_dates_and_its_first_signatures(bob, submitted):
    petition = submitted()
    page = bob.get(path(petition, "/accept"))
    assert bob.submit(page, closes_at="2020-01-01T10:00").status_code == 422
    assert bob.submit(page, opens_at="2020-01-01T10:00").status_code == 422
    done = bob.submit(page, note="Rien à redire")
    assert done.location == path(petition, "?done=accepted")
    work.do_all()
    assert standing(petition) == Standing.ACCEPTED
    assert tallies.head(petition.id).counted == 6
    shown = bob.get(done.location).text
    assert "Rien à redire" in shown
    assert "6" in shown


def test_a_petition_is_turned_down_for_a_rule_and_facts_in_public_and_that_is_taken_back(bob, submitted):
    petition = submitted()
    page = bob.get(path(petition, "/reject"))
    assert bob.submit(page, reason="duplicate").status_code == 422, "without facts"
    assert bob.submit(page, note="Déjà demandé").status_code == 422, "without a rule"
    assert bob.submit(page, reason="nothing", note="x").status_code == 422
    assert bob.submit(page, reason="duplicate", note=HOSTILE).status_code == 303
    public = bob.get(f"/petitions/{petition.slug}").text
    assert "&lt;script&gt;" in public
    assert HOSTILE not in public
    assert bob.submit(bob.get(path(petition, "/restore")), note="Erreur").status_code == 303
    assert standing(petition) == Standing.MODERATION
    assert bob.get(f"/petitions/{petition.slug}").status_code == 404
    assert [row.act for row in journal.decisions(petition.id)] == ["restored", "rejected", "submitted"]


def test_some_rules_hide_the_text_which_can_be_shown_and_hidden_again(bob, submitted):
    petition = submitted("Virer le maire")
    bob.submit(bob.get(path(petition, "/reject")), reason="defamatory", note="Accusation sans preuve")
    assert "Virer le maire" not in bob.get(f"/petitions/{petition.slug}").text
    assert bob.submit(bob.get(path(petition, "/text")), go="show").status_code == 303
    assert "Virer le maire" in bob.get(f"/petitions/{petition.slug}").text
    bob.submit(bob.get(path(petition, "/text")), go="hide")
    assert "Virer le maire" not in bob.get(f"/petitions/{petition.slug}").text


def test_nobody_decides_before_the_second_opinion_which_somebody_else_gives(app, bob, submitted):
    petition = submitted()
    accepting = bob.get(path(petition, "/accept"))
    assert bob.submit(bob.get(path(petition, "/opinion")), note="Limite").status_code == 303
    assert bob.submit(accepting).status_code == 409
    assert bob.get(path(petition, "/opinion")).status_code == 409
    assert bob.get(path(petition, "/opinion/give")).status_code == 409, "whoever asked"
    alice = Browser(app, cast.HOST)
    alice.sign_in(cast.staff())
    giving = alice.get(path(petition, "/opinion/give"))
    assert alice.submit(giving).status_code == 422
    assert alice.submit(giving, opinion="accept", note="Recevable").status_code == 303
    assert "Recevable" in bob.get(path(petition)).text
    assert bob.submit(accepting).status_code == 303


def test_a_team_of_one_stops_waiting_for_the_opinion_that_it_asked_for(app, bob, submitted):
    petition = submitted()
    assert bob.get(path(petition, "/opinion/unask")).status_code == 409, "nobody asked"
    accepting = bob.get(path(petition, "/accept"))
    bob.submit(bob.get(path(petition, "/opinion")))
    assert path(petition, "/opinion/unask") in bob.get(path(petition)).text
    alice = Browser(app, cast.HOST)
    alice.sign_in(cast.staff())
    assert path(petition, "/opinion/unask") not in alice.get(path(petition)).text
    assert alice.get(path(petition, "/opinion/unask")).status_code == 409, "somebody else asked"
    done = bob.submit(bob.get(path(petition, "/opinion/unask")), note="Je suis seul")
    assert done.location == path(petition, "?done=opinion_unasked")
    assert "Je suis seul" in bob.get(done.location).text
    assert bob.submit(accepting).status_code == 303


def test_of_two_moderators_the_second_reads_what_the_first_decided(app, bob, submitted):
    petition = submitted()
    page = bob.get(path(petition, "/accept"))
    deciding.reject(petition.id, Reason.UNCLEAR, text="On ne comprend pas", actor_id=cast.staff().id)
    late = bob.submit(page)
    assert late.status_code == 409
    assert "On ne comprend pas" in late.text
    assert path(petition) in late.text
    assert standing(petition) == Standing.REJECTED
    assert bob.get(path(petition, "/accept")).status_code == 409


def test_words_that_changed_meanwhile_are_read_again_before_a_decision(bob, submitted):
    petition = submitted()
    accepting, rejecting = bob.get(path(petition, "/accept")), bob.get(path(petition, "/reject"))
    starting.rewrite(petition.id, Texts(ask="Ouvrir la piscine le lundi"))
    assert bob.submit(accepting).status_code == 409
    assert bob.submit(rejecting, reason="unclear", note="x").status_code == 409
    assert standing(petition) == Standing.MODERATION


def test_names_are_for_those_who_may_read_them(browser, submitted):
    petition = submitted()
    for role, may_read in ((Role.MODERATOR, True), (Role.ADMINISTRATOR, True), (Role.EDITOR, False)):
        browser.sign_in(cast.staff(role))
        page = browser.get(path(petition)).text
        assert ("carol@example.org" in page) == may_read
        assert ("Parrain 1" in page) == may_read


def test_a_resident_s_petition_is_withdrawn_for_its_author_with_a_reason(desk, submitted):
    petition = submitted()
    asking = desk.get(path(petition, "/withdraw"))
    assert desk.submit(asking, note="").status_code == 422
    assert desk.submit(asking, note="À la demande de son auteur").status_code == 303
    assert standing(petition) == Standing.WITHDRAWN
    assert desk.submit(asking, note="Encore").status_code == 409


@pytest.mark.parametrize(
    "page", ["accept", "reject", "restore", "text", "opinion", "opinion/give", "opinion/unask", "close"]
)
def test_pages_of_acts_that_are_not_possible_say_so(desk, page):
    draft = starting.draft(Texts(ask="Brouillon"))
    answer = desk.get(path(draft, f"/{page}"))
    assert answer.status_code == (200 if page == "accept" else 409)
