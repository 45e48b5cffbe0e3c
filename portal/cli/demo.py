"""`portal demo load`: what `portal up --demo` does with an empty data folder, for whoever prepares one."""

from dataclasses import asdict

import click

from portal.cli.common import Common, Refused
from portal.core.database import db
from portal.demo import load
from portal.organisations import queries as organisations


@click.group(hidden=True)
def demo() -> None:
    """The demonstration town."""


@demo.command("load")
@click.pass_obj
def load_demonstration(common: Common) -> None:
    """Fill an empty installation with the demonstration."""
    with common.portal() as app:
        if organisations.all_organisations():
            raise Refused("there are organisations already: the demonstration goes into an empty data folder only")
        db.session.remove()
        made = load(app)
    lines = [f"{each.host:<24} {each.role:<24} {each.email:<44} {each.password}" for each in made]
    common.answer({"sign_ins": [asdict(each) for each in made]}, "\n".join(lines))
