"""What staff do with projects and with activities of every kind: lead, answer, look back."""

from portal.participation.manage import answers, history, projects, setting_aside
from portal.participation.manage.desk import blueprint

__all__ = ["answers", "blueprint", "history", "projects", "setting_aside"]
