"""`portal purge`: what the clock does each night, now; or how much it would be."""

import click

from portal.cli.common import Common
from portal.core import clock
from portal.participation import upkeep


@click.command
@click.option("--dry-run", is_flag=True, help="Say how much would go; change nothing.")
@click.pass_obj
def purge(common: Common, dry_run: bool) -> None:
    """Forget what may not be kept: unconfirmed answers, identities after closing, old letters, links, logs and files."""
    with common.inside_organisation():
        purged = (upkeep.would_purge if dry_run else upkeep.purge)(clock.now())
    text = ", ".join(f"{purged[chore.name]} {chore.words}" for chore in upkeep.chores())
    common.answer(purged | {"dry_run": dry_run}, f"{text} {'would go' if dry_run else 'are gone'}")
