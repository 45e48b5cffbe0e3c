"""The first sentence of the home page: how many subjects wait on the forecourt, in words as long as words are short."""

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.core import formats


def title(open_now: int) -> str:
    """“Six subjects are waiting for you on the forecourt”."""
    if not open_now:
        return _("The forecourt is quiet today")
    words = _words()
    n = words[open_now - 1] if open_now <= len(words) else formats.number(open_now)
    return ngettext(
        "%(n)s subject is waiting for you on the forecourt",
        "%(n)s subjects are waiting for you on the forecourt",
        open_now,
        n=n,
    )


def _words() -> tuple[str, ...]:
    return (
        _("One"),
        _("Two"),
        _("Three"),
        _("Four"),
        _("Five"),
        _("Six"),
        _("Seven"),
        _("Eight"),
        _("Nine"),
        _("Ten"),
        _("Eleven"),
        _("Twelve"),
    )
