"""`portal backup` and `portal restore`: the embedded base as one file, while the portal runs."""

import subprocess
from pathlib import Path

import click

from portal.cli.common import Common, Refused, refusing
from portal.organisations import queries as organisations
from portal.runtime import services
from portal.runtime.postgres import Postgres

DRAFT = "portal_restoring"
ELSEWHERE = "DATABASE_URL names a PostgreSQL of your own: use its pg_dump and pg_restore"


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(common: Common, file: Path) -> None:
    """Write the base to FILE (pg_dump's own format). Keep the data folder's keys/ beside it."""
    _refuse_elsewhere(common)
    with refusing(), services.at_hand(common.data, common.environ()):
        draft = file.with_name(f".{file.name}.draft")
        postgres = Postgres(common.data)
        _run(postgres, "pg_dump", "--format=custom", f"--file={draft}", postgres.url())
        draft.chmod(0o600)
        draft.replace(file)
    common.answer({"file": str(file), "bytes": file.stat().st_size}, f"wrote {file}; keep {common.data / 'keys'} too")


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def restore(common: Common, file: Path) -> None:
    """Fill an empty base from FILE. Put the keys/ of the same backup into the data folder first."""
    _refuse_elsewhere(common)
    with common.portal():
        if organisations.all_organisations():
            raise Refused("there are organisations here already: restore into an empty data folder only")
    with refusing(), services.at_hand(common.data, common.environ()):
        postgres = Postgres(common.data)
        postgres.create(DRAFT)  # beside the base: a file that cannot be read changes nothing
        _run(postgres, "pg_restore", "--no-owner", "--exit-on-error", str(file), f"--dbname={postgres.url(DRAFT)}")
        postgres.take(DRAFT)
    common.answer({"file": str(file)}, "restored: start it with `portal up`, then ask `portal doctor`")


def _refuse_elsewhere(common: Common) -> None:
    if common.environ().get("DATABASE_URL"):
        raise Refused(ELSEWHERE)


def _run(postgres: Postgres, program: str, *options: str) -> None:
    done = subprocess.run([postgres.program(program), *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refused(f"{program} failed: {done.stderr.strip()[:1000]}")
