"""Roles, and the one printable map of what each may do."""

import datetime as dt
import re
from enum import StrEnum

LINK_LIFE = dt.timedelta(minutes=30)
SESSION_LIFE = dt.timedelta(hours=12)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
PATH_SIGNS = 500
ADDRESS_SIGNS = 254
UNSAFE_IN_PATHS = re.compile(r"[\x00-\x20\x7f\\]")


class Role(StrEnum):
    """What a person is to an organisation; `resident` has an account and no right on others' data."""

    RESIDENT = "resident"
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    MODERATOR = "moderator"
    CONTACT_MANAGER = "contact_manager"
    FIELD_AGENT = "field_agent"
    DATA_PROTECTION_OFFICER = "data_protection_officer"


class Right(StrEnum):
    """What a view of the back office may require: `@access(Right.CONTACTS_READ)`."""

    DESK = "desk"
    ACTIVITIES_EDIT = "activities.edit"
    ACTIVITIES_PUBLISH = "activities.publish"
    RESPONSES_READ = "responses.read"
    ANSWERS_WRITE = "answers.write"
    PETITIONS_READ = "petitions.read"
    PETITIONS_MODERATE = "petitions.moderate"
    SIGNATURES_READ_NAMES = "signatures.read_names"
    CONTACTS_READ = "contacts.read"
    CONTACTS_EDIT = "contacts.edit"
    CONTACTS_EXPORT = "contacts.export"
    CONTACTS_ERASE = "contacts.erase"
    AUDIT_READ = "audit.read"
    SETTINGS_EDIT = "settings.edit"
    USERS_EDIT = "users.edit"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.RESIDENT: frozenset(),
    Role.ADMINISTRATOR: frozenset(Right),
    Role.EDITOR: frozenset(
        {
            Right.DESK,
            Right.ACTIVITIES_EDIT,
            Right.ACTIVITIES_PUBLISH,
            Right.RESPONSES_READ,
            Right.ANSWERS_WRITE,
            Right.PETITIONS_READ,
            Right.PETITIONS_MODERATE,
        }
    ),
    Role.MODERATOR: frozenset(
        {Right.DESK, Right.PETITIONS_READ, Right.PETITIONS_MODERATE, Right.SIGNATURES_READ_NAMES}
    ),
    Role.CONTACT_MANAGER: frozenset({Right.DESK, Right.CONTACTS_READ, Right.CONTACTS_EDIT, Right.CONTACTS_EXPORT}),
    Role.FIELD_AGENT: frozenset({Right.DESK}),
    Role.DATA_PROTECTION_OFFICER: frozenset(
        {Right.DESK, Right.CONTACTS_READ, Right.CONTACTS_EXPORT, Right.CONTACTS_ERASE, Right.AUDIT_READ}
    ),
}


def may(role: Role, right: Right) -> bool:
    """Whether somebody of this role may do this."""
    return right in RIGHTS[role]


def is_staff(role: Role) -> bool:
    """Staff enter by password and work in the back office; residents enter by a mailed link."""
    return may(role, Right.DESK)


def normal_address(typed: str) -> str:
    """How an account's address is kept and compared."""
    return typed.strip().lower()


def safe_next(path: str | None) -> str | None:
    """A path of this site to go on to, or None: never an address that a browser reads as another site's."""
    if not path or len(path) > PATH_SIGNS or UNSAFE_IN_PATHS.search(path):
        return None
    return path if path.startswith("/") and not path.startswith("//") else None
