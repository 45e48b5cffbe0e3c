"""`portal doctor`: what works, what does not, and what to do."""

import click

from portal.cli.common import Common
from portal.core import checkup


@click.command
@click.pass_obj
def doctor(common: Common) -> None:
    """Check services, migrations, events, letters, queues and disk; exit code 1 when something needs doing."""
    with common.portal(migrated=False):
        findings = list(checkup.examine())
    lines = [f"{'ok ' if finding.is_well else '!! '} {finding.subject:<14} {finding.found}" for finding in findings]
    lines += [f"\n{finding.subject}: {finding.remedy}" for finding in findings if not finding.is_well]
    is_well = all(finding.is_well for finding in findings)
    facts = {"ok": is_well, "checks": [vars(finding) | {"ok": finding.is_well} for finding in findings]}
    common.answer(facts, "\n".join(lines))
    if not is_well:
        raise click.exceptions.Exit(1)
