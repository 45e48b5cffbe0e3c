"""What may go wrong for a person, said so that they know what to do. Anything else is our mistake, and a 500."""

from werkzeug.exceptions import HTTPException, NotFound


class Refused(Exception):
    """A rule of the organisation says no; the text tells the person why, in their language."""


class UnknownHost(HTTPException):
    """No organisation answers at this address (421, Misdirected Request)."""

    code = 421
    description = "No organisation answers at this address."


class Unavailable(HTTPException):
    """The base cannot be reached for a moment: nothing was kept, and the page says so."""

    code = 503
    description = "The service cannot be reached for a moment."


__all__ = ["NotFound", "Refused", "Unavailable", "UnknownHost"]
