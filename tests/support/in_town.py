"""Commands as a person types them, in the application and the town where the test is already."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner, Result
from flask import Flask, current_app

from portal.cli.common import Common, refusing
from portal.core import tenancy


class InTown(Common):
    """The options of a command that starts nothing of its own."""

    @contextmanager
    def portal(self, *, migrated: bool = True) -> Iterator[Flask]:
        with refusing():
            yield current_app._get_current_object()

    def _organisation_id(self) -> int:
        return tenancy.current_organisation_id()


def run(command: click.Command, *words: object, as_json: bool = True, typed: str | None = None) -> Result:
    common = InTown(Path("unused"), as_json=as_json)
    return CliRunner().invoke(command, [str(word) for word in words], obj=common, input=typed)


def facts(result: Result) -> dict[str, Any]:
    """What a command that was done answers as JSON."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
