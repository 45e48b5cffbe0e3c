"""The demonstration's mailbox: there for this machine's browser, and for nobody else."""

import dataclasses

import pytest

import portal
from portal.core import postman
from tests.conftest import _disconnect
from tests.support import cast, work
from tests.support.browser import Browser


@pytest.fixture
def demonstration(committed_settings):
    app = portal.create_app(dataclasses.replace(committed_settings, is_demonstration=True))
    app.testing = True
    with app.app_context():
        town = cast.organisation(host="localhost")
        with portal.core.tenancy.use_organisation(town.id):
            yield Browser(app, "localhost")
    _disconnect(app)


def answer(browser):
    survey = cast.survey(access="email")
    page = browser.get(f"/surveys/{survey.slug}/answer")
    page = browser.submit(page, q1="b", go="next")
    page = browser.submit(page, go="next")
    return browser.submit(page, address="carol@example.org", go="send")


def test_a_resident_of_the_demonstration_finds_the_letter_and_confirms(demonstration):
    sent = answer(demonstration)
    waiting = demonstration.get(sent.location)
    assert "/dev/mailbox" in demonstration.read(waiting).links
    assert "Aucune lettre" in demonstration.get("/dev/mailbox").text
    postman.sweep()

    listed = demonstration.get("/dev/mailbox")
    [link] = [link for link in demonstration.read(listed).links if "/dev/mailbox/" in link]
    letter = demonstration.get(link)
    assert "carol@example.org" in letter.text
    [confirm] = {link for link in demonstration.read(letter).links if "/confirm/" in link}
    page = demonstration.get("/" + confirm.split("/", 3)[3])
    assert demonstration.submit(page).status_code == 303
    work.do_all()


def test_a_letter_is_drawn_by_a_document_that_can_do_nothing(demonstration):
    answer(demonstration)
    postman.sweep()
    [link] = [link for link in demonstration.read(demonstration.get("/dev/mailbox")).links if "/dev/mailbox/" in link]
    drawn = demonstration.client.get(f"{link}/html", base_url="http://localhost")
    policy = drawn.headers["Content-Security-Policy"]
    assert drawn.status_code == 200
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-forms" not in policy


def test_letters_are_read_newest_first_and_nothing_else_of_the_folder(demonstration, committed_settings):
    folder = committed_settings.data_dir / "mail"
    folder.mkdir(parents=True)
    secret = folder / "secret.eml"
    secret.write_text("Subject: secret\n\nno")
    for moment, subject in ((1_700_000_000, "older"), (1_800_000_000, "newer")):
        name = f"{moment}000000000-1b4e28ba-2fa1-11d2-883f-0016d3cca427.eml"
        (folder / name).write_text(
            f"Subject: {subject}\nTo: x@example.org\n\nSee https://example.org/a?b=1, or <script>.\n"
        )
    page = demonstration.get("/dev/mailbox")
    assert "secret" not in page.text
    assert page.text.index("newer") < page.text.index("older")
    [first, _] = [link for link in demonstration.read(page).links if "/dev/mailbox/" in link]
    letter = demonstration.get(first)
    assert 'href="https://example.org/a?b=1"' in letter.text
    assert "&lt;script&gt;" in letter.text
    for name in ("secret", "..%2Fkeys%2Fsecret", "1700000000", "%00"):
        assert demonstration.get(f"/dev/mailbox/{name}").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "10.0.0.1"}, {"Forwarded": "for=10.0.0.1"}, {"X-Real-IP": "10.0.0.1"}, {"Via": "1.1 p"}],
)
def test_behind_a_proxy_it_does_not_exist(demonstration, headers):
    assert demonstration.client.get("/dev/mailbox", base_url="http://localhost", headers=headers).status_code == 404


@pytest.mark.parametrize("host", ["town.example", "localhost.evil.example", "192.168.1.4", "evil-localhost"])
def test_under_another_name_it_does_not_exist(demonstration, host):
    assert demonstration.client.get("/dev/mailbox", base_url=f"http://{host}:8000").status_code == 404


def test_for_another_machine_it_does_not_exist(demonstration):
    away = demonstration.client.get(
        "/dev/mailbox", base_url="http://localhost", environ_overrides={"REMOTE_ADDR": "10.0.0.9"}
    )
    assert away.status_code == 404


def test_outside_the_demonstration_it_does_not_exist(browser):
    for path in ("/dev/mailbox", "/dev/mailbox/x", "/dev/mailbox/x/html"):
        assert browser.client.get(path, base_url="http://town.test").status_code == 404
    assert "/dev/mailbox" not in browser.get("/").text
