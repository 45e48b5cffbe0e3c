"""Petitions as residents meet them: the list, starting and carrying one, one petition, signing it, one's own signature."""

from portal.petitions.views import author, figures, listing, mine, pages, signing, sponsors, starting
from portal.petitions.views.blueprint import blueprint

__all__ = ["author", "blueprint", "figures", "listing", "mine", "pages", "signing", "sponsors", "starting"]
