"""The `portal` command. Exit codes: 0 done; 1 refused, with the reason; 2 wrong usage."""

from pathlib import Path

import click

from portal.cli import (
    backup,
    clock,
    contacts,
    demo,
    doctor,
    electors,
    events,
    exports,
    imports,
    migration,
    purge,
    tally,
    tenants,
    up,
    worker,
    zones,
)
from portal.cli.common import Common


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Data folder (PORTAL_DATA_DIR, or instance)."
)
@click.option("--organisation", metavar="SLUG", help="Which organisation, where there are several.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.pass_context
def main(context: click.Context, data: Path | None, organisation: str | None, as_json: bool) -> None:
    """Run and look after a Parvis portal."""
    context.obj = Common.of(data, organisation, as_json=as_json)


COMMANDS = (
    backup.backup,
    backup.restore,
    clock.clock,
    demo.demo,
    doctor.doctor,
    events.events,
    exports.exports,
    imports.imports,
    migration.migration,
    purge.purge,
    tally.tally,
    tenants.organisation,
    tenants.user,
    up.up,
    worker.worker,
)

imports.imports.add_command(contacts.contacts)
imports.imports.add_command(zones.zones)
imports.imports.add_command(electors.electors)

for command in COMMANDS:
    main.add_command(command)
