"""`portal backup` and `portal restore`: the embedded base and the files that staff attached as one archive, while the
portal runs."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from portal.cli import archive
from portal.cli.common import Common, Refused, refusing
from portal.core import attachments
from portal.organisations import queries as organisations
from portal.runtime import services
from portal.runtime.postgres import Postgres

DRAFT = "portal_restoring"
ELSEWHERE = "DATABASE_URL names a PostgreSQL of your own: use its pg_dump and pg_restore, and copy the data folder's attachments/"


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(common: Common, file: Path) -> None:
    """Write the base (pg_dump's own format) and the attached files to FILE, a tar archive. Keep the data folder's keys/
    beside it."""
    _refuse_elsewhere(common)
    with refusing(), services.at_hand(common.data, common.environ()), _folder(file.parent) as folder:
        postgres, dump, whole = Postgres(common.data), folder / archive.DUMP, folder / "whole.tar"
        _run(postgres, "pg_dump", "--format=custom", f"--file={dump}", postgres.url())
        archive.pack(whole, dump, common.data)
        whole.chmod(0o600)
        whole.replace(file)
    common.answer({"file": str(file), "bytes": file.stat().st_size}, f"wrote {file}; keep {common.data / 'keys'} too")


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def restore(common: Common, file: Path) -> None:
    """Fill an empty base and data folder from FILE. Put the keys/ of the same backup into the data folder first."""
    _refuse_elsewhere(common)
    with common.portal():
        if organisations.all_organisations():
            raise Refused("there are organisations here already: restore into an empty data folder only")
    with refusing(), services.at_hand(common.data, common.environ()), _folder(common.data) as folder:
        try:
            archive.unpack(file, folder)
        except archive.NotOurs as error:
            raise Refused("this is no archive that `portal backup` wrote") from error
        postgres = Postgres(common.data)
        postgres.create(DRAFT)  # beside the base: a file that cannot be read changes nothing
        dump = str(folder / archive.DUMP)
        _run(postgres, "pg_restore", "--no-owner", "--exit-on-error", dump, f"--dbname={postgres.url(DRAFT)}")
        _put(folder / attachments.FOLDER, common.data / attachments.FOLDER)
        postgres.take(DRAFT)
    common.answer({"file": str(file)}, "restored: start it with `portal up`, then ask `portal doctor`")


def _refuse_elsewhere(common: Common) -> None:
    if common.environ().get("DATABASE_URL"):
        raise Refused(ELSEWHERE)


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    """For us alone, and on the disk where its files will stay."""
    with TemporaryDirectory(prefix=".portal-", dir=beside) as folder:
        yield Path(folder)


def _put(attached: Path, place: Path) -> None:
    if not attached.is_dir():
        return
    try:
        attached.replace(place)
    except OSError as error:
        raise Refused(f"there are files in {place} already: restore into an empty data folder only") from error


def _run(postgres: Postgres, program: str, *options: str) -> None:
    done = subprocess.run([postgres.program(program), *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refused(f"{program} failed: {done.stderr.strip()[:1000]}")
