"""`portal export`: the same files as the staff's pages give, logged and marked in the same way (R5)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask_babel import force_locale

from portal.cli.common import Common, Refused
from portal.contacts.queries.people import Filter
from portal.contacts.service import exporting
from portal.core import tenancy
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.surveys import queries as surveys
from portal.surveys.queries.responses import Wanted
from portal.surveys.service import responses as service

FILE = click.Path(path_type=Path, dir_okay=False)
WHO = "portal export"

purpose = click.option("--purpose", required=True, help="What the file is for: it is logged, and stands in every row.")


@click.group("export")
def exports() -> None:
    """Write the files that the staff's pages give."""


@exports.command()
@click.argument("file", type=FILE)
@purpose
@click.pass_obj
def contacts(common: Common, file: Path, purpose: str) -> None:
    """Write the contact base to FILE as CSV."""
    with _writing(common):
        asked = exporting.ask(Filter(), purpose=purpose, user=WHO, actor_id=None)
        _write(file, exporting.write(asked))
        common.answer({"file": str(file), "rows": asked.rows}, f"{asked.rows} people are in {file}")


@exports.command()
@click.argument("activity")
@click.argument("file", type=FILE)
@purpose
@click.pass_obj
def responses(common: Common, activity: str, file: Path, purpose: str) -> None:
    """Write the responses to ACTIVITY (id or address) to FILE: CSV, or JSON where the name ends so."""
    with _writing(common):
        survey = _survey(activity)
        form = "json" if file.suffix == ".json" else "csv"
        asked = service.ask(survey, Wanted(), form=form, purpose=purpose, user=WHO, actor_id=None)
        _write(file, service.json_lines(asked) if form == "json" else service.csv(asked))
        common.answer({"file": str(file), "form": form}, f"the responses are in {file}")


@contextmanager
def _writing(common: Common) -> Iterator[None]:
    """Inside the organisation, in its own language."""
    with common.inside_organisation():
        card = tenancy.card(tenancy.current_organisation_id())
        with force_locale(card.languages[0]):
            yield


def _survey(name: str) -> Activity:
    found = activities.find_by_name(name)
    if found is None or found.kind != surveys.KIND:
        raise Refused(f"no survey is called {name}")
    return found


def _write(file: Path, pieces: Iterable[str]) -> None:
    """The whole file or none: a disk that is full leaves what was there before."""
    draft = file.with_name(f".{file.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            out.writelines(pieces)
        draft.replace(file)
    except OSError as error:
        raise Refused(f"{file} could not be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
