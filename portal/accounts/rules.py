"""Roles, and the one printable map of what each may do."""

from enum import StrEnum


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
        {Right.DESK, Right.ACTIVITIES_EDIT, Right.ACTIVITIES_PUBLISH, Right.RESPONSES_READ, Right.ANSWERS_WRITE}
    ),
    Role.MODERATOR: frozenset({Right.DESK}),
    Role.CONTACT_MANAGER: frozenset({Right.DESK, Right.CONTACTS_READ, Right.CONTACTS_EDIT, Right.CONTACTS_EXPORT}),
    Role.FIELD_AGENT: frozenset({Right.DESK}),
    Role.DATA_PROTECTION_OFFICER: frozenset(
        {Right.DESK, Right.CONTACTS_READ, Right.CONTACTS_EXPORT, Right.CONTACTS_ERASE, Right.AUDIT_READ}
    ),
}


def may(role: Role, right: Right) -> bool:
    """Whether somebody of this role may do this."""
    return right in RIGHTS[role]
