"""What else is open: a few of each kind, however many there are of one."""

import re

from portal.participation.queries import openings
from tests.support import cast, signers, work


def test_thousands_of_one_kind_hide_nothing_of_another(browser):
    for place in range(15):
        cast.petition(ask=f"Pétition {place:02}")
    survey = cast.survey(title={"fr": "Se déplacer"})
    found = openings.of_each_kind(3)
    assert [row.kind for row in found].count("petition") == 3
    assert survey.id in {row.id for row in found}
    assert openings.by_zone() == {0: 16}
    page = browser.get("/").text
    assert "Se déplacer" in page
    assert 'href="/search?state=open"' in page
    assert "Voir les 16 sujets" in page


def test_what_comes_next_is_limited_too(town):
    for place in range(4):
        cast.petition(ask=f"Pétition {place}", opens_in=cast.HOUR * (place + 1))
    assert [row.title["fr"] for row in openings.coming(2)] == ["Pétition 0", "Pétition 1"]


def test_after_an_act_the_town_s_other_subjects_are_shown(browser):
    petition = cast.petition()
    survey = cast.survey(title={"fr": "Se déplacer"})
    cast.petition(ask="Plus tard", opens_in=cast.HOUR)
    signers.sign(petition, "Carol Martin", "carol@example.org")
    work.do_all()
    sent = browser.get(f"/sent/{petition.id}")
    [letter] = work.letters()
    receipt = browser.get(browser.submit(browser.get(work.link_in(letter, "/confirm/"))).location)
    work.do_all()
    [letter] = work.letters()
    mine = browser.get(work.link_in(letter, "/my/"))
    for page in (sent, receipt, mine):
        [other] = re.findall(r'id="others".*?</section>', page.text, re.DOTALL)
        assert f"/surveys/{survey.slug}" in other
        assert "Plus tard" not in other
        assert f'/petitions/{petition.slug}"' not in other
    assert sent.headers["Cache-Control"].startswith("public"), "nothing on it is anybody's"


def test_the_receipt_of_a_signature_tells_what_its_number_may_bring(browser):
    petition = cast.petition()
    cast.threshold(500)
    signers.sign(petition, "Carol Martin", "carol@example.org")
    signers.confirm_all()
    work.do_all()
    [letter] = work.letters()
    code = re.search(r"/r/([0-9A-Z-]+)", work.text_of(letter))[1]
    page = browser.get(f"/r/{code}").text
    assert "500 signatures" in page
    assert "1 signature" in page


def test_kinds_take_turns_among_the_others(town):
    first = cast.petition()
    for place in range(4):
        cast.petition(ask=f"Pétition {place}")
    cast.survey()
    assert sorted(row.kind for row in openings.others(first.id, 3)) == ["petition", "petition", "survey"]
