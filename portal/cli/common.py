"""What every command shares: the data folder, the portal over its services, the organisation, the way to answer."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import flask_migrate
from flask import Flask

from portal import create_app
from portal.core import errors, tenancy
from portal.organisations import queries as organisations
from portal.runtime import services
from portal.runtime.failure import ServiceFailure
from portal.settings import Settings, WrongSetting

TRIAL_MAIL = "mail"
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)  # one that is read
SHOWN = 50  # lines of a report on a terminal; --json gives all


class Refused(click.ClickException):
    """The command was understood and is not done; the message says why. Exit code 1."""

    exit_code = 1

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.facts = facts
        context = click.get_current_context(silent=True)  # gone by the time click shows the error
        self.is_json = context is not None and isinstance(context.obj, Common) and context.obj.as_json

    def show(self, file: Any = None) -> None:
        if self.is_json:
            click.echo(json.dumps({"refused": self.message, **self.facts}, ensure_ascii=False))
        else:
            super().show(file)


@dataclass(frozen=True)
class Common:
    """The options before the command's name."""

    data: Path
    organisation: str | None = None
    as_json: bool = False

    @classmethod
    def of(cls, data: Path | None, organisation: str | None, *, as_json: bool) -> "Common":
        return cls((data or Path(os.environ.get("PORTAL_DATA_DIR", "instance"))).resolve(), organisation, as_json)

    def environ(self, **more: str) -> dict[str, str]:
        return dict(os.environ) | {"PORTAL_DATA_DIR": str(self.data)} | more

    def answer(self, facts: Mapping[str, Any], text: str) -> None:
        """What was done: one JSON object, or a sentence."""
        click.echo(json.dumps(facts, ensure_ascii=False, default=str) if self.as_json else text)

    @contextmanager
    def portal(self, *, migrated: bool = True) -> Iterator[Flask]:
        """The portal in an application context, over the services of the data folder or of the environment."""
        environ = self.environ()
        if not environ.get("MAIL_URL"):  # letters are rows: a command queues them, the mail worker sends them
            environ["MAIL_URL"] = f"file:{self.data / TRIAL_MAIL}"
        with refusing(), services.at_hand(self.data, environ) as urls:
            app = create_app(Settings.from_env(environ | urls))
            with app.app_context(), refusing():  # here too: what a refusal says, the application knows
                if migrated:
                    flask_migrate.upgrade()
                yield app

    @contextmanager
    def inside_organisation(self) -> Iterator[Flask]:
        """The same, inside the organisation that was asked for, or the only one."""
        with self.portal() as app, tenancy.enter(self._organisation_id()):
            yield app

    def _organisation_id(self) -> int:
        slugs = {row.slug: row.id for row in organisations.all_organisations()}
        if self.organisation is None and len(slugs) == 1:
            return next(iter(slugs.values()))
        if not slugs:
            raise Refused("there is no organisation yet: portal organisation create")
        if self.organisation is None:
            raise Refused(f"there are several organisations: add --organisation ({', '.join(sorted(slugs))})")
        if self.organisation not in slugs:
            raise Refused(f"no organisation is called {self.organisation} ({', '.join(sorted(slugs))})")
        return slugs[self.organisation]


def first_lines(lines: Sequence[str]) -> list[str]:
    """As many as a terminal is given, and how many more there are."""
    more = [f"… and {len(lines) - SHOWN} more (--json gives all)"] if len(lines) > SHOWN else []
    return [*lines[:SHOWN], *more]


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the person can mend, and what a service refuses, into a refusal of the command."""
    try:
        yield
    except (ServiceFailure, WrongSetting, errors.Refused) as error:
        raise Refused(str(error)) from error
