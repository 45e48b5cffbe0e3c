"""Petitions for staff."""

from portal.petitions.manage import overview
from portal.petitions.manage.blueprint import blueprint

__all__ = ["blueprint", "overview"]
