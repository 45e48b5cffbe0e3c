"""Sending letters: in order of urgency, in batches, over one connection that is kept. At least once, with a fixed Message-ID."""

import logging
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, render_template
from flask_babel import force_locale
from redis import RedisError
from sqlalchemy import Row, text

from portal.core import jobs, mail, tenancy
from portal.core.database import db, transaction

logger = logging.getLogger(__name__)

BATCH = 50
ATTEMPTS = 12
LEASE_SECONDS = 120
FIRST_WAIT_SECONDS = 20
LONGEST_WAIT_SECONDS = 3 * 3600
SMTP_TIMEOUT = 20
SECONDS = 60.0
LATE_SECONDS = 3.0

_LATE = text("""
    SELECT EXISTS (SELECT FROM letters WHERE sent_at IS NULL AND failed_at IS NULL
        AND coalesce(next_at, created_at + make_interval(secs => :age)) <= clock_timestamp())""")

_LEASE = text("""
    UPDATE letters SET next_at = clock_timestamp() + make_interval(secs => :lease), attempts = attempts + 1
    WHERE id IN (SELECT id FROM letters
        WHERE sent_at IS NULL AND failed_at IS NULL AND (next_at IS NULL OR next_at <= clock_timestamp())
        ORDER BY urgency, id LIMIT :size FOR UPDATE SKIP LOCKED)
    RETURNING id, organisation_id, urgency, template, context, language, to_address, message_id, attempts""")

_SENT = text(
    "UPDATE letters SET sent_at = clock_timestamp(), context = '{}', to_address = NULL, error = NULL WHERE id = :id"
)

_LATER = text("""
    UPDATE letters SET next_at = clock_timestamp() + make_interval(secs => :wait), error = :error,
        failed_at = CASE WHEN :is_over THEN clock_timestamp() END,
        context = CASE WHEN :is_over THEN '{}' ELSE context END,
        to_address = CASE WHEN :is_over THEN NULL ELSE to_address END
    WHERE id = :id""")


# A server that takes nothing now is no letter's fault: no attempt is counted.
_PUT_BACK = text("""
    UPDATE letters SET next_at = clock_timestamp() + make_interval(secs => :wait), attempts = attempts - 1, error = :error
    WHERE id = ANY(:ids)""")


class PostClosed(Exception):
    """The mail server cannot be reached, or lets nobody in: whatever letter comes next will not leave either."""


class Post(Protocol):
    """A way for letters to leave. `send` raises PostClosed, or what is wrong with this letter."""

    def send(self, message: EmailMessage) -> None: ...
    def close(self) -> None: ...


class SmtpPost:
    """One connection to the mail server, opened when first needed and again when it was lost."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._is_tls = parts.hostname or "localhost", parts.scheme == "smtps"
        self._port = parts.port or (465 if self._is_tls else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        if self._connection is None:
            self._connection = self._connect()
        try:
            self._connection.send_message(message)
        except smtplib.SMTPServerDisconnected:
            self._connection = self._connect()
            self._connection.send_message(message)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> smtplib.SMTP:
        self.close()
        try:
            return self._greet()
        except (OSError, smtplib.SMTPException) as error:
            raise PostClosed(f"{type(error).__name__} {_codes(error)}") from error

    def _greet(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self._is_tls else smtplib.SMTP
        connection = kind(self._host, self._port, timeout=SMTP_TIMEOUT)
        connection.ehlo()
        if not self._is_tls and connection.has_extn("starttls"):
            connection.starttls()
        if self._user:
            connection.login(self._user, self._password)
        return connection


class FolderPost:
    """Letters as `.eml` files in the data folder: the demonstration's mailbox, and trials."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns()}-{str(message['Message-ID']).strip('<>').split('@')[0]}.eml"
        draft = self._folder / f".{name}"
        draft.write_bytes(message.as_bytes())
        draft.rename(self._folder / name)

    def close(self) -> None:
        """Nothing is kept open."""


def init_app(app: Flask, mail_url: str, mail_from: str) -> None:
    app.extensions["post"] = (
        FolderPost(Path(mail_url.removeprefix("file:"))) if mail_url.startswith("file:") else SmtpPost(mail_url)
    )
    app.extensions["mail_from"] = mail_from
    jobs.serve(mail.WAKE, "mail", "portal.core.postman.deliver")


def deliver(wake_name: str = mail.WAKE) -> int:
    """The job: send what waits. Returns how many left."""
    jobs.valkey().delete(jobs.wake_key(wake_name))
    return sweep()


def sweep_late() -> int:
    """What the clock does each second: have sent what should have left by now, and send it itself where nobody else will."""
    with transaction():
        is_late = db.session.scalar(_LATE, {"age": LATE_SECONDS})
    return sweep() if is_late and not _wake_a_worker() else 0


def _wake_a_worker() -> bool:
    """Have a mail worker send: a clock that sent beside it would take its processor, not help. False where none listens, or
    Valkey cannot say; one that died counts for a minute longer (cli.worker.WORKER_TTL), and letters wait for that long.
    """
    try:
        jobs.wake_now(jobs.valkey(), mail.WAKE)
        return jobs.workers()["mail"] > 0
    except RedisError:
        return False


def sweep(*, seconds: float = SECONDS) -> int:
    """Send what waits, the urgent first."""
    end = time.monotonic() + seconds
    sent = 0
    with _post() as post:
        while time.monotonic() < end:
            with transaction():
                batch = db.session.execute(_LEASE, {"lease": LEASE_SECONDS, "size": BATCH}).all()
            if not batch:
                return sent
            rows = sorted(batch, key=lambda row: (row.urgency, row.id))
            for place, row in enumerate(rows):
                try:
                    sent += _send_one(post, row)
                except PostClosed as closed:
                    _put_back([each.id for each in rows[place:]], closed)
                    return sent
    return sent


@contextmanager
def _post() -> Iterator[Post]:
    post: Post = current_app.extensions["post"]
    try:
        yield post
    finally:
        post.close()


def _send_one(post: Post, row: Row[Any]) -> bool:
    try:
        post.send(_compose(row))
    except PostClosed:
        raise
    except Exception as error:  # whatever it is, this letter waits and the others go on
        _put_off(row, error)
        return False
    with transaction():
        db.session.execute(_SENT, {"id": row.id})
    return True


def _compose(row: Row[Any]) -> EmailMessage:
    feature, _, name = row.template.partition("/")
    stem = f"{feature}/email/{name}"
    with tenancy.enter(row.organisation_id) as card, force_locale(row.language):
        message = EmailMessage()
        message["Subject"] = " ".join(render_template(f"{stem}.subject.txt", **row.context).split())
        message["From"] = Address(card.name, addr_spec=card.mail_from or current_app.extensions["mail_from"])
        message["To"] = row.to_address
        message["Message-ID"] = f"<{row.message_id}@{card.host.split(':')[0]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(render_template(f"{stem}.txt", **row.context))
        message.add_alternative(render_template(f"{stem}.html", **row.context), subtype="html")
        message["Content-Language"] = row.language  # last: what is `Content-` before moves into the first part
    return message


def _put_back(letter_ids: list[int], closed: PostClosed) -> None:
    logger.warning("letters cannot leave: %s", closed)
    with transaction():
        db.session.execute(_PUT_BACK, {"ids": letter_ids, "wait": FIRST_WAIT_SECONDS, "error": str(closed)})


def _put_off(row: Row[Any], error: Exception) -> None:
    is_refused = isinstance(error, smtplib.SMTPRecipientsRefused)
    is_final = is_refused and all(code >= 500 for code in _codes(error))
    is_over = is_final or row.attempts >= ATTEMPTS
    wait = min(FIRST_WAIT_SECONDS * 2 ** (row.attempts - 1), LONGEST_WAIT_SECONDS)
    is_ours = not isinstance(error, OSError | smtplib.SMTPException)
    logger.log(
        logging.ERROR if is_ours else logging.WARNING,
        "a letter did not leave: %s",
        type(error).__name__,
        exc_info=error if is_ours else None,
        extra={"letter_id": row.id, "is_over": is_over},
    )
    values = {"id": row.id, "wait": wait, "is_over": is_over, "error": f"{type(error).__name__} {_codes(error)}"}
    with transaction():
        db.session.execute(_LATER, values)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
