"""`portal migration`: the next numbered migration, drawn from the models."""

import click
import flask_migrate
from alembic.script import ScriptDirectory
from flask import current_app

from portal.cli.common import Common, Refused


@click.command(hidden=True)
@click.argument("title")
@click.pass_obj
def migration(common: Common, title: str) -> None:
    """Write migrations/versions/NNNN_title.py with the difference between models and base."""
    with common.portal():
        number = _next_number()
        script = flask_migrate.migrate(message=title, rev_id=number)
        if script is None:
            raise Refused("the models and the base are the same")
        common.answer({"revision": number}, f"wrote {number}: read it before you commit it")


def _next_number() -> str:
    config = current_app.extensions["migrate"].migrate.get_config()
    numbers = [int(script.revision) for script in ScriptDirectory.from_config(config).walk_revisions()]
    return f"{max(numbers, default=0) + 1:04d}"
