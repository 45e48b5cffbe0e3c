"""Petitions as residents meet them: the list, one petition, signing it, one's own signature."""

from portal.petitions.views import figures, listing, mine, pages, signing
from portal.petitions.views.blueprint import blueprint

__all__ = ["blueprint", "figures", "listing", "mine", "pages", "signing"]
