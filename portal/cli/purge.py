"""`portal purge`: what the clock does each night, now; or how much it would be."""

from dataclasses import asdict

import click

from portal.cli.common import Common
from portal.core import clock
from portal.participation import upkeep


@click.command
@click.option("--dry-run", is_flag=True, help="Say how much would go; change nothing.")
@click.pass_obj
def purge(common: Common, dry_run: bool) -> None:
    """Forget what may not be kept: unconfirmed answers, identities after closing, traces of old letters."""
    with common.inside_organisation():
        purged = (upkeep.would_purge if dry_run else upkeep.purge)(clock.now())
    text = f"{purged.unconfirmed} unconfirmed answers, {purged.identities} identities, {purged.letters} letters"
    common.answer(asdict(purged) | {"dry_run": dry_run}, f"{text} {'would go' if dry_run else 'are gone'}")
