"""The demonstration's mailbox: letters that would have left, read from the data folder. For this machine's own browser only.

Letters hold links that act in somebody's name, so these pages do not exist (404) outside the demonstration, for another
machine, behind a proxy, or under a host name that is not this machine's (which also keeps DNS rebinding out).
"""

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, has_request_context, request, url_for
from werkzeug.exceptions import NotFound

from portal.core import network, web
from portal.core.access import Access, access

blueprint = Blueprint("mailbox", __name__, url_prefix="/dev/mailbox")

SHOWN = 50
NAME = re.compile(r"[0-9]{10,25}-[0-9a-f-]{10,60}")
HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\]")
FORWARDED = ("HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED")
LINK = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)»])")
# What a letter looks like, drawn by a document that can run nothing, load nothing and send nothing.
AS_DRAWN = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'"
)

Part = tuple[str, bool]


@dataclass(frozen=True)
class Shown:
    """A letter as the list and its own page show it."""

    name: str
    written_at: dt.datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def language(self) -> str:
        return str(self.message["Content-Language"] or "")

    def paragraphs(self) -> list[list[list[Part]]]:
        """The text: paragraphs of lines of (words, whether they are an address to open)."""
        blocks = re.split(r"\n\s*\n", _words(self.message, "plain").strip())
        return [[_parts(line) for line in block.splitlines()] for block in blocks]


def init_app(app: Flask) -> None:
    """Where pages may say "your letter is here": None outside the demonstration."""
    app.context_processor(lambda: {"local_mailbox_url": url_for("mailbox.show_all") if _is_here() else None})


@blueprint.get("")
@access(Access.PUBLIC)
def show_all() -> Response:
    """Letters, newest first."""
    _refuse_strangers()
    paths = sorted(_folder().glob("[0-9]*.eml"), key=lambda path: path.name, reverse=True)
    letters = [_read(path) for path in paths[:SHOWN]]
    return web.page("mailbox/list.html", letters=letters, count=len(paths))


@blueprint.get("/<name>")
@access(Access.PUBLIC)
def show(name: str) -> Response:
    """One letter: its text, with links that can be followed."""
    return web.page("mailbox/letter.html", letter=_find(name))


@blueprint.get("/<name>/html")
@access(Access.PUBLIC)
def show_drawn(name: str) -> Response:
    """The same letter as a mail program draws it."""
    html = _words(_find(name).message, "html")
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": AS_DRAWN})


def _is_here() -> bool:
    """Whether this request may know of the mailbox at all."""
    if not has_request_context():  # letters are drawn outside requests
        return False
    environ = request.environ
    is_forwarded = environ.get("parvis.is_forwarded") or any(environ.get(name) for name in FORWARDED)
    is_local = network.is_loopback(request.remote_addr) and HOSTS.fullmatch(request.host.rsplit(":", 1)[0].lower())
    mail_url = current_app.extensions["settings"].mail_url or ""
    return bool(
        current_app.config["IS_DEMONSTRATION"] and mail_url.startswith("file:") and is_local and not is_forwarded
    )


def _refuse_strangers() -> None:
    if not _is_here():
        raise NotFound


def _find(name: str) -> Shown:
    _refuse_strangers()
    path = _folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFound
    return _read(path)


def _folder() -> Path:
    return Path(current_app.extensions["settings"].mail_url.removeprefix("file:"))


def _read(path: Path) -> Shown:
    written_at = dt.datetime.fromtimestamp(int(path.name.partition("-")[0]) / 1e9, dt.UTC)
    return Shown(path.stem, written_at, message_from_bytes(path.read_bytes(), policy=policy.default))


def _words(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body is not None else ""


def _parts(line: str) -> list[Part]:
    return [(part, place % 2 == 1) for place, part in enumerate(LINK.split(line)) if part]
