"""`portal organisation` and `portal user`: the first tenant and its first administrator, from the command line."""

import sys

import click

from portal.accounts import service as accounts
from portal.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, Role
from portal.cli.common import Common, Refused
from portal.consents import service as consents
from portal.core import tenancy, tokens
from portal.organisations import service as organisations
from portal.organisations.rules import Regime

STAFF = [role.value for role in Role if role is not Role.RESIDENT]


@click.group()
def organisation() -> None:
    """Organisations of this installation."""


@organisation.command()
@click.argument("slug")
@click.option("--name", required=True, help="As people read it, for instance “Ville de …”.")
@click.option("--regime", required=True, type=click.Choice([each.value for each in Regime]), help="Fixed for good.")
@click.option("--host", required=True, help="The host name its pages are at, without https:// and without port.")
@click.pass_obj
def create(common: Common, slug: str, name: str, regime: str, host: str) -> None:
    """Make an organisation: one controller, one host, one regime."""
    with common.portal():
        made = organisations.create(slug, name=name, regime=Regime(regime), host=host)
        with tenancy.use_organisation(made.id):
            consents.offer_answers()
        common.answer({"id": made.id, "slug": made.slug, "host": made.host}, f"Organisation {made.slug} is made.")


@click.group()
def user() -> None:
    """People who work in the staff area."""


@user.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(STAFF), help="What they may do: see /manage/staff/roles.")
@click.option("--name", default="", help="As the others read it.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else one is drawn.")
@click.pass_obj
def add(common: Common, email: str, role: str, name: str, password_stdin: bool) -> None:
    """Make an account for EMAIL. Without --password-stdin the password is drawn and printed once."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else tokens.new_code()
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(f"the password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    if "@" not in email.strip("@"):
        raise Refused(f"{email} is not an e-mail address")
    with common.inside_organisation():
        made = accounts.add_user(email, Role(role), name=name, password=password)
        drawn = {} if password_stdin else {"password": password}
        told = "" if password_stdin else f" Password: {password}"
        common.answer(
            {"id": made.id, "email": made.email, "role": made.role, **drawn}, f"{made.email} may sign in.{told}"
        )
