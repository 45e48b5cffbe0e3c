"""Files of participations that staff take out: whose they are, and XLSX books that a worker writes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from portal.core import clock, progress, tables, tenancy
from portal.core.database import transaction

KEPT = dt.timedelta(hours=24)
STEP = 500
FILES = 100

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def watermark(purpose: str, user: str, asked_at: dt.datetime) -> str:
    """Controller, regime, purpose, user, day: in one sentence (R5)."""
    card = tenancy.card(tenancy.current_organisation_id())
    regime = _("political organisation") if card.is_political else _("public service")
    day = clock.day_in(card.time_zone, asked_at).isoformat()
    return " · ".join([card.legal.get("controller") or card.name, regime, purpose, user, day])


def path(progress_id: int) -> Path:
    """Where the file of a piece of work is."""
    folder: Path = current_app.extensions["settings"].data_dir / "exports"
    return folder / f"{tenancy.current_organisation_id()}-{progress_id}.xlsx"


def write(to: Path, sheets: Iterable[Sheet]) -> None:
    """The file, in its place once it is whole; what nobody took in time goes."""
    to.parent.mkdir(parents=True, exist_ok=True)
    forget_old(clock.now() - KEPT, FILES)
    draft = to.with_suffix(".part")
    try:
        tables.write_xlsx_book(draft, sheets)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)  # a disk that is full is not kept full


def telling(rows: Iterator[list[Any]], progress_id: int | None, step: int = STEP) -> Iterator[list[Any]]:
    """The rows, saying now and then how many there were. Raises progress.Cancelled when somebody stopped it."""
    for number, row in enumerate(rows, start=1):
        yield row
        if progress_id is not None and number % step == 0:
            with transaction():
                progress.advance(progress_id, number)


def count_old(before: dt.datetime) -> int:
    """Files of this organisation that nobody took in time."""
    return len(_old(before))


def forget_old(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    found = _old(before)[:size]
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def _old(before: dt.datetime) -> list[Path]:
    mine = path(0).parent.glob(f"{tenancy.current_organisation_id()}-*.xlsx")
    return [file for file in mine if file.stat().st_mtime < before.timestamp()]
