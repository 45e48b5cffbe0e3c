"""Doing the work that waits, as the workers would."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import current_app

from portal.core import drain, outbox, postman


def do_all() -> int:
    """Hand over every event until nothing is left. Returns how many."""
    taken = 0
    while moved := sum(drain.sweep(subscriber.name) for subscriber in outbox.subscribers()):
        taken += moved
    return taken


def letters() -> list[EmailMessage]:
    """Send what is queued and read the mailbox, oldest first; the mailbox is emptied."""
    postman.sweep()
    folder = Path(current_app.extensions["settings"].mail_url.removeprefix("file:"))
    found = []
    for path in sorted(folder.glob("*.eml")):
        found.append(message_from_bytes(path.read_bytes(), policy=policy.default))
        path.unlink()
    return found


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return body.get_content()


def link_in(letter: EmailMessage, part: str) -> str:
    """The path of the first link of a letter that contains this."""
    links = [word for word in text_of(letter).split() if part in word]
    return "/" + links[0].split("/", 3)[3]
