"""The contact base for staff."""

from portal.contacts.manage import consenting, erasing, exporting, keeping, looking
from portal.contacts.manage.blueprint import blueprint

__all__ = ["blueprint", "consenting", "erasing", "exporting", "keeping", "looking"]
