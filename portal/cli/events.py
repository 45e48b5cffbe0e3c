"""`portal events`: what was set aside after errors."""

import click

from portal.cli.common import Common
from portal.core import drain, outbox


@click.group
def events() -> None:
    """Events between features."""


@events.command
@click.pass_obj
def release(common: Common) -> None:
    """Give parked events another chance, once their cause is mended."""
    with common.portal():
        released = sum(drain.release_parked(subscriber.name) for subscriber in outbox.subscribers())
    common.answer({"released": released}, f"{released} events will be tried again")
