"""What roles and rights are called on pages. Functions rather than persons, so that French needs no gender."""

from flask_babel import lazy_gettext as _

from portal.accounts.rules import Right, Role

ROLES = {
    Role.RESIDENT: _("Resident"),
    Role.ADMINISTRATOR: _("Administration"),
    Role.EDITOR: _("Publishing"),
    Role.MODERATOR: _("Moderation"),
    Role.CONTACT_MANAGER: _("Contact base"),
    Role.FIELD_AGENT: _("Field work"),
    Role.DATA_PROTECTION_OFFICER: _("Data protection"),
}

RIGHTS = {
    Right.DESK: _("Enter the staff area"),
    Right.ACTIVITIES_EDIT: _("Write surveys and other activities"),
    Right.ACTIVITIES_PUBLISH: _("Open and close activities"),
    Right.RESPONSES_READ: _("Read answers one by one"),
    Right.ANSWERS_WRITE: _("Publish official answers"),
    Right.PETITIONS_READ: _("See petitions before they open"),
    Right.PETITIONS_MODERATE: _("Accept petitions or turn them down"),
    Right.SIGNATURES_READ_NAMES: _("Read the names of those who sign"),
    Right.CONTACTS_READ: _("See the contact base"),
    Right.CONTACTS_EDIT: _("Correct contacts"),
    Right.CONTACTS_EXPORT: _("Export contacts"),
    Right.CONTACTS_ERASE: _("Erase a person"),
    Right.AUDIT_READ: _("Read who did what"),
    Right.SETTINGS_EDIT: _("Change the settings"),
    Right.USERS_EDIT: _("Manage staff accounts"),
}
