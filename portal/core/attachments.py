"""Files that staff attach: looked at, kept in the data folder under a random name, and given back as nothing but a file."""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from flask import Response, current_app
from flask_babel import gettext as _
from sqlalchemy import UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import tenancy
from portal.core.database import Base, after_commit, db
from portal.core.errors import NotFound, Refused
from portal.core.tenancy import TenantModel, current_organisation_id

FOLDER = "attachments"
LARGEST_BYTES = 10_000_000  # a photograph, as telephones take them
POST_BYTES = LARGEST_BYTES + 500_000  # with the other fields of its form
NAME_BYTES = 16
ORPHANS_KEPT = dt.timedelta(days=1)  # a file whose row was never committed
BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
# Whatever the file says, it runs nothing, loads nothing and is stored nowhere on its way.
SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


class WrongFile(Refused):
    """The file is not one that may be kept."""


class Attachment(TenantModel, Base):
    """A file of the data folder. Its own name is not kept: it may tell who somebody is."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    created_by: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


def media_type(data: bytes) -> str:
    """What the file's first bytes say it is. Raises WrongFile for what is neither PDF, JPEG nor PNG, or too large."""
    if len(data) > LARGEST_BYTES:
        raise WrongFile(_("The file is too large: at most %(size)s MB.", size=LARGEST_BYTES // 1_000_000))
    found = next((kind for beginning, kind in BEGINNINGS.items() if data.startswith(beginning)), None)
    if found is None:
        raise WrongFile(_("Choose a PDF, JPEG or PNG file."))
    return found


def keep(data: bytes, *, actor_id: int | None = None) -> int:
    """Keep a file, in the caller's transaction. Returns its id. Raises WrongFile."""
    kind = media_type(data)
    row = Attachment(name=secrets.token_hex(NAME_BYTES), media_type=kind, size=len(data), created_by=actor_id)
    db.session.add(row)
    db.session.flush()
    path = _path(row.name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return row.id


def remove(attachment_id: int) -> None:
    """Take a file away for good, with the caller's transaction; that it is gone already changes nothing."""
    row = tenancy.find(Attachment, attachment_id)
    if row is None:
        return
    path = _path(row.name)
    db.session.delete(row)
    after_commit(lambda: path.unlink(missing_ok=True))


def serve(attachment_id: int, name: str) -> Response:
    """The file for whoever may see it (the caller says who): pictures in the page, PDF to be kept. Raises NotFound."""
    row = tenancy.get(Attachment, attachment_id)
    path = _path(row.name)
    if not path.is_file():
        raise NotFound
    way = "inline" if row.is_picture else "attachment"
    named = {"Content-Disposition": f'{way}; filename="{name}.{ENDINGS[row.media_type]}"'}
    return Response(path.read_bytes(), mimetype=row.media_type, headers=named | SAFE_HEADERS)


def count_orphans(before: dt.datetime) -> int:
    """Files of this organisation without a row: what was being kept when something failed."""
    return sum(1 for _path in _orphans(before))


def forget_orphans(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    found = [path for path, _number in zip(_orphans(before), range(size), strict=False)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _orphans(before: dt.datetime) -> Iterator[Path]:
    known = set(db.session.scalars(select(Attachment.name)))
    for path in _path("none").parent.glob("*"):
        if path.name not in known and path.stat().st_mtime < before.timestamp():
            yield path


def _path(name: str) -> Path:
    folder: Path = current_app.extensions["settings"].data_dir
    return folder / FOLDER / str(current_organisation_id()) / name
