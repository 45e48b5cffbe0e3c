"""Letters leave in order of urgency, as often as it takes, never more often than a mailbox can bear."""

import pytest
from redis import RedisError
from sqlalchemy import text

from portal.core import jobs, mail, postman
from portal.core.database import db, transaction
from portal.core.mail import Letter, Urgency
from portal.core.postman import SmtpPost
from tests.support.mail_server import mail_server
from tests.support.ports import free_port


@pytest.fixture
def server(app, monkeypatch):
    with mail_server() as made:
        monkeypatch.setitem(app.extensions, "post", SmtpPost(made.url))
        yield made


def queue(address="carol@example.org", *, subject=1, is_limited=False, urgency=Urgency.CONFIRMATION):
    context = {
        "kind": "survey",
        "title": {"fr": "Se déplacer"},
        "receipt_code": "7K4MQ-92QDT-5ZC",
        "manage_token": "secret",
    }
    letter = Letter(
        template="participation/receipt",
        to_address=address,
        to_key=address.encode(),
        language="fr",
        subject_type="participation",
        subject_id=subject,
        urgency=urgency,
        context=context,
    )
    with transaction():
        return mail.queue(letter, is_limited=is_limited)


def letter(column):
    return db.session.scalars(text(f"SELECT {column} FROM letters ORDER BY id")).all()


def let_time_pass(interval):
    with transaction():
        db.session.execute(
            text("UPDATE letters SET created_at = created_at - CAST(:age AS interval), next_at = NULL"),
            {"age": interval},
        )


def test_confirmations_leave_before_notices_and_notices_before_bulk(town, server):
    for urgency in (Urgency.BULK, Urgency.NOTICE, Urgency.CONFIRMATION):
        queue(f"{urgency.name.lower()}@example.org", urgency=urgency)
    assert postman.sweep() == 3
    assert server.received_by() == ["confirmation@example.org", "notice@example.org", "bulk@example.org"]
    assert len(server.sessions) == 1, "one connection is kept"


def test_a_letter_says_who_writes_and_that_no_person_did(town, server):
    queue()
    postman.sweep()
    [sent] = server.letters
    assert sent["From"].addresses[0].display_name == town.name
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Content-Language"] == "fr"
    assert "7K4MQ-92QDT-5ZC" in sent.get_body(("plain",)).get_content()
    assert sent.get_body(("html",)) is not None


def test_what_a_letter_held_is_gone_once_it_left(town, server):
    queue()
    postman.sweep()
    assert letter("context") == [{}]
    assert letter("to_address") == [None]
    assert letter("sent_at IS NOT NULL") == [True]
    assert postman.sweep() == 0


def test_one_letter_a_minute_and_five_a_day_about_one_participation(town):
    assert [queue(is_limited=True) for _ in range(3)] == [True, False, False]
    for _ in range(4):
        let_time_pass("61 seconds")
        assert queue(is_limited=True)
    let_time_pass("61 seconds")
    assert not queue(is_limited=True), "five today"
    let_time_pass("1 day")
    assert queue(is_limited=True)


def test_ten_letters_an_hour_for_one_address_over_everything(town):
    assert all(queue(subject=number, is_limited=True) for number in range(10))
    assert not queue(subject=99, is_limited=True)
    assert queue("dave@example.org", subject=99, is_limited=True)
    let_time_pass("1 hour")
    assert queue(subject=98, is_limited=True)


def test_an_address_that_does_not_exist_is_given_up_and_forgotten_and_others_go_on(town, server):
    server.answers["gone@example.org"] = "550 no such mailbox"
    queue("gone@example.org")
    queue("carol@example.org")
    assert postman.sweep() == 1
    assert server.received_by() == ["carol@example.org"]
    assert letter("failed_at IS NOT NULL") == [True, False]
    assert letter("to_address") == [None, None]


def test_a_mailbox_that_is_full_for_now_gets_its_letter_later(town, server):
    server.answers["carol@example.org"] = "451 try again"
    queue()
    assert postman.sweep() == 0
    assert letter("failed_at IS NULL AND next_at > now() AND attempts = 1") == [True]
    server.answers.clear()
    let_time_pass("0")
    assert postman.sweep() == 1


def test_a_server_that_is_away_is_no_letters_fault(town, server):
    for number in range(3):
        queue(f"carol{number}@example.org")
    [first, *_] = letter("message_id")
    server.stop()
    for _ in range(postman.ATTEMPTS + 1):
        assert postman.sweep() == 0
        let_time_pass("0")
    assert letter("attempts") == [0, 0, 0]
    assert all(address is not None for address in letter("to_address"))
    server.start()
    assert postman.sweep() == 3
    assert server.letters[0]["Message-ID"] == f"<{first}@{town.host}>"


def test_a_letter_that_may_have_left_leaves_again_under_the_same_name(town, server):
    queue()
    postman.sweep()
    with transaction():
        db.session.execute(text("UPDATE letters SET sent_at = NULL, to_address = 'carol@example.org', next_at = NULL"))
    postman.sweep()
    assert server.letters[0]["Message-ID"] == server.letters[1]["Message-ID"]


def test_a_server_that_restarted_between_two_letters_gets_both(town, server):
    queue("carol@example.org")
    post = SmtpPost(server.url)
    post.send(message("carol@example.org"))
    server.stop()
    server.start()
    post.send(message("dave@example.org"))
    post.close()
    assert server.received_by() == ["carol@example.org", "dave@example.org"]


def test_a_template_that_fails_holds_up_no_other_letter(town, server):
    queue("carol@example.org")
    queue("dave@example.org")
    with transaction():
        db.session.execute(
            text("UPDATE letters SET template = 'participation/unwritten' WHERE id = (SELECT min(id) FROM letters)")
        )
    assert postman.sweep() == 1
    assert server.received_by() == ["dave@example.org"]


def test_a_letter_whose_sender_died_leaves_when_its_lease_is_over(town, server):
    queue()
    with transaction():
        db.session.execute(
            text("UPDATE letters SET next_at = clock_timestamp() + interval '120 seconds', attempts = 1")
        )
    assert postman.sweep() == 0
    let_time_pass("0")
    assert postman.sweep() == 1


@pytest.mark.parametrize("workers", [0, 1])
def test_the_clock_sends_what_is_late_only_where_no_worker_will(town, server, monkeypatch, workers):
    monkeypatch.setattr(jobs, "workers", lambda: {"mail": workers})
    queue()
    assert postman.sweep_late() == 0, "it is not late yet"
    let_time_pass("5 seconds")
    assert postman.sweep_late() == 1 - workers
    assert jobs.valkey().exists(jobs.wake_key(mail.WAKE)), "the workers were woken in any case"


def test_the_clock_sends_what_is_late_while_valkey_is_away(town, server, monkeypatch):
    def away(*_args):
        raise RedisError

    monkeypatch.setattr(jobs, "wake_now", away)
    queue()
    let_time_pass("5 seconds")
    assert postman.sweep_late() == 1


def test_nobody_listening_closes_the_post():
    with pytest.raises(postman.PostClosed):
        SmtpPost(f"smtp://127.0.0.1:{free_port()}").send(message("carol@example.org"))


def message(address):
    made = postman.EmailMessage()
    made["From"], made["To"], made["Subject"] = "town@example.org", address, "Hello"
    made.set_content("Hello")
    return made
