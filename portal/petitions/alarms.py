"""What waits on the first page of the staff area: sudden crowds that nobody looked at."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from portal.core import formats
from portal.core.desk import Task
from portal.petitions.queries import bursts


def crowds() -> Iterator[Task]:
    """One line for all of them."""
    found = bursts.waiting()
    if found:
        yield Task(
            title=_("Sudden crowds under petitions"),
            due=_("the last one on %(when)s", when=formats.instant(found[0].hour)),
            url=url_for("petitions_manage.show_guard"),
            act=_("Look at them"),
            days_left=0,
            tone="soon",
        )
