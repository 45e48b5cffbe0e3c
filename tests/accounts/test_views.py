"""Signing in by mailed link and by password, and what a stranger can learn or take: nothing."""

import datetime as dt

from argon2 import PasswordHasher
from flask import g
from sqlalchemy import update

from portal.accounts import queries
from portal.accounts.models import SignInLink
from portal.accounts.rules import Role
from portal.core import clock
from portal.core.database import db
from tests.support import cast, work
from tests.support.browser import Browser


def ask(browser, email, **fields):
    return browser.post("/sign-in", {"email": email, **fields})


def link_of(browser):
    [letter] = work.letters()
    return work.link_in(letter, "/sign-in/")


def try_password(browser, email, password=cast.PASSWORD, **headers):
    return browser.post("/sign-in/password", {"staff_email": email, "password": password}, **headers)


def test_a_resident_signs_in_with_a_mailed_link_and_is_led_where_they_were_going(browser):
    page = browser.get("/sign-in?next=/surveys/x/answer")
    sent = browser.submit(page, email="Carol@Example.org")
    assert (sent.status_code, sent.location) == (303, "/sign-in/sent")
    assert queries.find_by_email("carol@example.org") is None, "asking makes no account"
    assert not browser.session_cookie()

    opened = browser.get(link_of(browser))
    assert opened.status_code == 200
    pressed = browser.submit(opened)
    assert (pressed.status_code, pressed.location) == (303, "/surveys/x/answer")
    assert browser.get("/me").status_code == 200
    assert queries.find_by_email("carol@example.org").role == Role.RESIDENT


def test_opening_the_link_uses_nothing_up_and_pressing_uses_it_once(app, town, browser):
    ask(browser, "carol@example.org")
    path = link_of(browser)
    for _ in range(3):
        assert browser.get(path).status_code == 200
    assert browser.post(path).location == "/me"
    other = Browser(app, town.host)
    assert other.get(path).status_code == 410
    assert other.post(path).status_code == 410
    assert other.session_cookie() is None


def test_a_link_is_over_after_thirty_minutes(browser):
    ask(browser, "carol@example.org")
    path = link_of(browser)
    db.session.execute(update(SignInLink).values(created_at=clock.now() - dt.timedelta(minutes=30, seconds=1)))
    db.session.commit()
    assert browser.get(path).status_code == 410
    assert browser.post(path).status_code == 410


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(browser):
    cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    known, unknown = ask(browser, "bob@example.org"), ask(browser, "nobody@example.org")
    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    wrong = try_password(browser, "bob@example.org", "wrong password")
    nobody = try_password(browser, "nobody@example.org", "wrong password")
    assert (wrong.status_code, nobody.status_code) == (422, 422)
    assert wrong.text == nobody.text.replace("nobody@example.org", "bob@example.org")


def test_a_mailbox_is_not_flooded(browser):
    for _ in range(5):
        assert ask(browser, "carol@example.org").location == "/sign-in/sent"
    assert len(work.letters()) == 1


def test_staff_sign_in_with_their_password_and_find_the_staff_area(browser):
    cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    led = browser.get("/manage/?x=1")
    assert (led.status_code, led.location) == (303, "/sign-in?next=/manage/?x%3D1")
    page = browser.get(led.location)
    signed_in = browser.submit(page, form=0, staff_email=" Bob@example.org", password=cast.PASSWORD)
    assert (signed_in.status_code, signed_in.location) == (303, "/manage/?x=1")
    assert browser.get("/manage/").status_code == 200


def test_a_right_password_is_enough_without_a_page_to_go_on_to(browser):
    cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    sent = browser.post("/sign-in/password", {"staff_email": "bob@example.org", "password": cast.PASSWORD})
    assert (sent.status_code, sent.location) == (303, "/manage/")


def test_a_stranger_gets_no_cookie_anywhere(browser):
    for path in ("/", "/sign-in", "/sign-in/sent", "/manage/", "/me"):
        assert "Set-Cookie" not in browser.get(path).headers


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(browser):
    cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    cookie = try_password(browser, "bob@example.org").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_nobody_is_led_to_another_site(browser):
    cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    for going_to in ("//evil.example", "https://evil.example", "/\\evil.example"):
        page = browser.get(f"/sign-in?next={going_to}")
        assert "evil" not in page.text
        sent = browser.post(
            "/sign-in/password", {"staff_email": "bob@example.org", "password": cast.PASSWORD, "next": going_to}
        )
        assert sent.location == "/manage/"
        browser.post("/sign-out")


def test_signing_out_leaves_nothing(browser):
    browser.sign_in(cast.staff())
    assert browser.get("/manage/").status_code == 200
    out = browser.post("/sign-out")
    assert (out.status_code, out.location) == (303, "/")
    assert browser.session_cookie() is None
    assert browser.get("/manage/").status_code == 303


def test_a_raised_epoch_ends_all_other_sessions(app, town, browser):
    alice = cast.staff()
    elsewhere = Browser(app, town.host)
    for each in (browser, elsewhere):
        each.sign_in(alice)
    browser.post("/sign-out/everywhere")
    assert browser.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 303


def test_a_signed_in_person_of_one_town_is_a_stranger_in_the_next(app, browser):
    browser.sign_in(cast.staff())
    cast.organisation("next", cast.NEIGHBOUR)
    mallory = Browser(app, cast.NEIGHBOUR)
    cookie = browser.session_cookie()
    mallory.client.set_cookie("session", cookie.value, domain=cast.NEIGHBOUR)
    assert mallory.get("/manage/").status_code == 303


def test_staff_choose_a_new_password_by_their_link_and_old_sessions_end(app, town, browser):
    bob = cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    elsewhere = Browser(app, town.host)
    elsewhere.sign_in(bob)
    ask(browser, "bob@example.org")
    path = link_of(browser)
    page = browser.get(path)
    assert browser.submit(page, password="short").status_code == 422
    assert browser.submit(page, password="another long password").location == "/manage/"
    assert elsewhere.get("/manage/").status_code == 303
    other = Browser(app, town.host)
    assert try_password(other, "bob@example.org").status_code == 422
    assert try_password(other, "bob@example.org", "another long password").status_code == 303


def test_a_cheap_hash_is_replaced_at_the_next_sign_in(browser):
    bob = cast.staff(Role.EDITOR, "bob@example.org")
    bob.password_hash = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(cast.PASSWORD)
    db.session.commit()
    assert try_password(browser, "bob@example.org").status_code == 303
    assert "m=19456,t=2,p=1" in queries.find_by_email("bob@example.org").password_hash


def test_an_account_that_was_switched_off_stays_out(browser):
    bob = cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    bob.is_active = False
    db.session.commit()
    assert try_password(browser, "bob@example.org").status_code == 422
    browser.sign_in(bob)
    assert browser.get("/manage/").status_code == 303


def test_hammering_an_account_from_elsewhere_never_locks_its_owner_out(app, town, browser):
    cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    assert _from(app, town, "192.0.2.1", cast.PASSWORD) == 303
    statuses = [_from(app, town, f"198.51.100.{place % 250}", "guess") for place in range(60)]
    assert statuses[-1] == 429, "guesses from everywhere together come to an end"
    assert _from(app, town, "192.0.2.1", cast.PASSWORD) == 303
    assert ask(browser, "bob@example.org").location == "/sign-in/sent", "and the mailed link stays open"


def test_one_network_guesses_ten_times_at_most(app, town, browser):
    cast.staff(Role.EDITOR, "bob@example.org", password=cast.PASSWORD)
    statuses = [_from(app, town, "198.51.100.7", "guess") for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2


def test_htmx_leaves_the_page_instead_of_putting_a_sign_in_page_into_it(browser):
    answer = browser.get("/manage/", htmx=True)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_hostile_input_is_refused_and_never_breaks(browser):
    for typed in ("", "a" * 5000, "carol", "a@b", "\x00", "carol@example.org\r\nBcc: x@example.org", "=1+1", "💥@💥"):
        assert ask(browser, typed).status_code == 422
        assert try_password(browser, typed, typed).status_code == 422
    assert browser.post("/sign-in", {}).status_code == 422
    assert browser.get("/sign-in/" + "x" * 900).status_code == 410


def _from(app, town, address, password):
    client = app.test_client()
    g.pop("_login_user", None)
    return client.post(
        "/sign-in/password",
        data={"staff_email": "bob@example.org", "password": password},
        base_url=f"http://{town.host}",
        headers={"Sec-Fetch-Site": "same-origin"},
        environ_overrides={"REMOTE_ADDR": address},
    ).status_code
