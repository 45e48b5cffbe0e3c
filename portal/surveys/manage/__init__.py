"""Making surveys and reading what they brought: pages for staff."""

from portal.surveys.manage import editor, lifecycle, overview, preview, screens
from portal.surveys.manage.blueprint import blueprint

__all__ = ["blueprint", "editor", "lifecycle", "overview", "preview", "screens"]
