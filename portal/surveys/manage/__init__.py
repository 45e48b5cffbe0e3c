"""Making surveys and reading what they brought: pages for staff."""

from portal.surveys.manage import editor, exports, lifecycle, overview, preview, responses, screens
from portal.surveys.manage.blueprint import blueprint

__all__ = ["blueprint", "editor", "exports", "lifecycle", "overview", "preview", "responses", "screens"]
